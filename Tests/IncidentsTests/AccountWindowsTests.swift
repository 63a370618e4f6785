import AccessLogs
import Incidents
import Interactions
import Testing

@Suite("Accesses in windows")
struct AccountWindowsTests {
    private func access(_ user: Int32, _ resource: Int32, day: Int, hour: Int = 9) -> AccountWindows.Access {
        AccountWindows.Access(
            user: user, resource: resource,
            microseconds: Int64(day) * Timestamp.day + Int64(hour) * 3_600_000_000)
    }

    @Test("are an account in a day, by day and then by account, in the order of time")
    func windows() {
        let windows = AccountWindows([
            access(1, 5, day: 3, hour: 12), access(0, 7, day: 4), access(1, 6, day: 3, hour: 8), access(0, 5, day: 3),
        ])
        #expect(windows.windows.map(\.day) == [3, 3, 4])
        #expect(windows.windows.map(\.user) == [0, 1, 0])
        #expect(windows.windows.map { windows.accesses[$0.range].map(\.resource) } == [[5], [6, 5], [7]])
        #expect(windows.days == 3..<5)
        #expect(AccountWindows([]).windows.isEmpty)
    }

    @Test("tell what is new: the first access of a pair, ever")
    func novelty() {
        var known = PairSet()
        known.insert(user: 0, resource: 5)
        let activity = Activity(
            AccountWindows([
                access(0, 5, day: 1), access(0, 6, day: 1, hour: 10), access(0, 6, day: 1, hour: 11),
                access(0, 6, day: 2), access(0, 7, day: 2), access(1, 5, day: 2),
            ]), after: known)
        #expect(activity.newResources == [1, 1, 1])
        #expect(activity.resources == [2, 2, 1])
        #expect(activity.newAccesses(of: 0).map(\.resource) == [6])
    }
}
