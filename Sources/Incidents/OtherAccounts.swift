/// What accounts do on the days of some windows that are not theirs.
public struct OtherAccounts: Sendable {
    private let windows: AccountWindows
    private let isNew: [Bool]
    private let except: Set<Int32>

    /// - Parameters:
    ///   - windows: what accounts do.
    ///   - isNew: for each access whether it is the first of its account and resource.
    ///   - users: accounts that are left out.
    init(_ windows: AccountWindows, isNew: [Bool], except users: Set<Int32>) {
        self.windows = windows
        self.isNew = isNew
        except = users
    }

    /// Nothing.
    public init() {
        self.init(AccountWindows([]), isNew: [], except: [])
    }

    /// What was new to them, in the order of the windows.
    var newAccesses: [AccountWindows.Access] {
        windows.accesses.indices.lazy.filter { isNew[$0] }.map { windows.accesses[$0] }.filter {
            !except.contains($0.user)
        }
    }

    /// Visits their windows with the accesses of each.
    func forEachWindow(
        _ visit: (_ window: AccountWindows.Window, _ accesses: ArraySlice<AccountWindows.Access>) -> Void
    ) {
        for window in windows.windows where !except.contains(window.user) {
            visit(window, windows.accesses[window.range])
        }
    }
}
