import AccessLogs
import Algorithms
public import Interactions

/// What accounts do in windows, and which of it is new: what signals learn from and answer about.
public struct Activity: Sendable {
    /// The accesses, window by window.
    public let windows: AccountWindows
    /// For each access whether it is the first of its account and resource, ever.
    public let isNew: [Bool]
    /// The distinct resources of each window.
    public let resources: [Int]
    /// The resources of each window that its account had never accessed before.
    public let newResources: [Int]
    /// −log p of the tail probability of each access that is new, 0 for others; nil where no model scores pairs.
    public package(set) var surprise: [Double]?
    /// What accounts do that have no window here: what others turn to is less unusual.
    public let others: OtherAccounts

    /// - Parameters:
    ///   - windows: later than what is known, in the order of their days.
    ///   - known: the pairs that were accessed before.
    ///   - others: what accounts without a window here do on the same days.
    public init(
        _ windows: AccountWindows, after known: PairSet = PairSet(), among others: OtherAccounts = OtherAccounts()
    ) {
        var met = known, isNew = [Bool](repeating: false, count: windows.accesses.count)
        var resources: [Int] = [], newResources: [Int] = []
        resources.reserveCapacity(windows.windows.count)
        newResources.reserveCapacity(windows.windows.count)
        var inWindow: Set<Int32> = []
        for window in windows.windows {
            inWindow.removeAll(keepingCapacity: true)
            var count = 0
            for index in window.range {
                let access = windows.accesses[index]
                guard inWindow.insert(access.resource).inserted else { continue }
                if met.insert(user: access.user, resource: access.resource) {
                    isNew[index] = true
                    count += 1
                }
            }
            resources.append(inWindow.count)
            newResources.append(count)
        }
        self.others = others
        self.windows = windows
        self.isNew = isNew
        self.resources = resources
        self.newResources = newResources
    }

    /// The number of windows.
    public var count: Int { windows.windows.count }

    /// The accesses of a window that are new, in the order of time.
    public func newAccesses(of window: Int) -> some Sequence<AccountWindows.Access> {
        windows.windows[window].range.lazy.filter { isNew[$0] }.map { windows.accesses[$0] }
    }

    /// The accesses that are new, of the windows from a day on.
    func newAccesses(since day: Int) -> [AccountWindows.Access] {
        let first = windows.windows.partitioningIndex { $0.day >= day }
        guard first < windows.windows.count else { return [] }
        return (windows.windows[first].range.lowerBound..<windows.accesses.count).lazy.filter { isNew[$0] }.map {
            windows.accesses[$0]
        }
    }
}

extension OtherAccounts {
    /// What an activity's accounts do, some of them left out.
    public init(of activity: Activity, except users: Set<Int32>) {
        self.init(activity.windows, isNew: activity.isNew, except: users)
    }
}
