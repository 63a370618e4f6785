/// What accounts do on the days of some windows that are not theirs.
public struct OtherAccounts: Sendable {
    /// At most one: an activity holds these, and a structure cannot hold its own kind but in an array.
    private let activity: [Activity]
    private let except: Set<Int32>

    /// Nothing.
    public init() {
        activity = []
        except = []
    }

    /// What an activity's accounts do, some of them left out.
    public init(of activity: Activity, except users: Set<Int32>) {
        self.activity = [activity]
        except = users
    }

    /// What was new to them, in the order of the windows.
    var newAccesses: [AccountWindows.Access] {
        activity.flatMap { activity in
            activity.windows.accesses.indices.lazy.filter { activity.isNew[$0] }.map { activity.windows.accesses[$0] }
        }.filter { !except.contains($0.user) }
    }

    /// Their windows with the accesses of each.
    func forEachWindow(
        _ visit: (_ window: AccountWindows.Window, _ accesses: ArraySlice<AccountWindows.Access>) -> Void
    ) {
        for activity in activity {
            for window in activity.windows.windows where !except.contains(window.user) {
                visit(window, activity.windows.accesses[window.range])
            }
        }
    }
}
