import AccessLogs
import Interactions
import LinearAlgebra
import Testing

@Suite("The days of a matrix")
struct ActiveDaysTests {
    /// Accesses as (user, resource, hours since some midnight); nil for one without a time.
    private func log(_ accesses: [(String, String, Int64?)], weight: [Double] = []) -> AccessLog {
        var log = AccessLog()
        for (index, (user, resource, hour)) in accesses.enumerated() {
            log.append(
                AccessEvent(
                    tenant: "t", user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource),
                    time: hour.map { Timestamp(microseconds: ($0 - 24 * 365) * Timestamp.day / 24) },
                    weight: index < weight.count ? weight[index] : 1))
        }
        return log
    }

    private let week: [(String, String, Int64?)] = [
        ("u", "r", 23), ("v", "r", 3), ("u", "r", 24), ("u", "s", 120), ("u", "r", 10), ("v", "r", 5),
        ("u", "r", 99), ("v", "s", 48),
    ]

    @Test("are those from the first access of a pair to its last, and those on which a user accessed anything")
    func days() throws {
        // In the order u r, u s, v r, v s; days are those of UTC, in 1969 too.
        let days = try #require(InteractionMatrix(counting: log(week)).days)
        #expect(days.spans == [5, 1, 1, 1])
        #expect(days.ofUsers == [4, 2])
        let some = try #require(InteractionMatrix(counting: [1, 2, 4, 7], of: log(week)).days)
        #expect(some.spans == [2, 1, 1])
        #expect(some.ofUsers == [2, 2])
    }

    @Test("count accesses that are added as made on the newest day")
    func added() throws {
        var added = IndexedPairs()
        added.append(user: 0, resource: 0)
        added.append(user: 1, resource: 1)
        let days = try #require(InteractionMatrix(counting: [0, 1, 6], of: log(week), adding: added).days)
        #expect(days.spans == [5, 1, 1])
        #expect(days.ofUsers == [2, 2])
    }

    @Test("are unknown unless every access has a time")
    func untimed() {
        #expect(InteractionMatrix(counting: log(week + [("v", "r", nil)])).days == nil)
        #expect(InteractionMatrix(counting: [], of: log(week)).days == nil)
    }

    @Test("do not depend on the order of the log")
    func order() {
        let forwards = InteractionMatrix(counting: log(week)),
            backwards = InteractionMatrix(counting: log(week.reversed()))
        #expect(forwards.days == backwards.days)
    }

    @Test("leave the rows of a table apart where none has a time, and a pair stands more than once")
    func rows() throws {
        let table: [(String, String, Int64?)] = [("u", "s", nil), ("u", "r", nil), ("u", "s", nil), ("v", "s", nil)]
        let matrix = InteractionMatrix(counting: log(table, weight: [3, 4, 2, 5]))
        let rows = try #require(matrix.rows)
        #expect((0..<3).map { Array(rows.weights(ofEntry: $0)) } == [[4], [2, 3], [5]])
        #expect(matrix.counts.values == [4, 5, 5])
        #expect(InteractionMatrix(counting: [0, 1, 3], of: log(table)).rows == nil)
        #expect(InteractionMatrix(counting: log(table + [("u", "s", 3)])).rows == nil)
        #expect(InteractionMatrix(counting: log(week)).rows == nil)
    }

    @Test("stay with their users and pairs in parts of the matrix")
    func parts() throws {
        var events = log(week).events
        for event in log([("a", "r", 5), ("a", "x", 200), ("a", "x", 500)]).events {
            events.append(
                AccessEvent(tenant: "s", user: event.user, resource: event.resource, time: event.time))
        }
        var both = AccessLog()
        for event in events { both.append(event) }
        let matrix = InteractionMatrix(counting: both), alone = InteractionMatrix(counting: log(week))
        let block = matrix.block(of: matrix.tenants[1])
        #expect(block.users == alone.users && block.resources == alone.resources && block.counts == alone.counts)
        #expect(block.days == alone.days)
        #expect(block.recency?.count == alone.recency?.count)

        let rest = alone.leavingOut([false, true, true, false])
        #expect(rest.counts.columnIndices == [0, 1] && rest.counts.rowOffsets == [0, 1, 2])
        #expect(rest.counts.values == [4, 1])
        #expect(rest.days == ActiveDays(ofUsers: [4, 2], spans: [5, 1]))
        #expect(rest.recency.map { $0.count } == 2)
    }

    @Test("stay with their users and pairs under other names")
    func renamed() throws {
        let matrix = InteractionMatrix(counting: log(week))
        let names = Vocabulary(["1", "2"].map { TenantName(tenant: "t", name: $0) })
        let renamed = matrix.renamed(users: names, user: [1, 0], resources: names, resource: [1, 0])
        #expect(renamed.days == ActiveDays(ofUsers: [2, 4], spans: [1, 1, 1, 5]))
        #expect(renamed.counts.values == [1, 2, 1, 4])
        let recency = try #require(matrix.recency)
        #expect(renamed.recency == [3, 2, 1, 0].map { recency[$0] })

        let table = InteractionMatrix(
            counting: log([("u", "s", nil), ("u", "r", nil), ("u", "s", nil), ("v", "s", nil)], weight: [3, 4, 2, 5]))
        let rows = try #require(table.renamed(users: names, user: [1, 0], resources: names, resource: [1, 0]).rows)
        #expect((0..<3).map { Array(rows.weights(ofEntry: $0)) } == [[5], [2, 3], [4]])
        #expect(table.leavingOut([true, false, false]).rows.map { $0.offsets } == [0, 2, 3])
    }
}
