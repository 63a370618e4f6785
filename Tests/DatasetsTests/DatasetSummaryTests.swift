import AccessLogs
import Concurrency
@testable import Datasets
import Testing
import TestSupport

@Suite("A dataset's summary")
struct DatasetSummaryTests {
    /// Tenant a: u1 and u2 meet at the hub and at r1, u3 comes to the hub late, a computer keeps to r2. Tenant b: one
    /// pair, three times.
    private static let summary = DatasetSummary(of: log)

    private static var log: AccessLog {
        var log = AccessLog()
        let accesses = [
            ("a", "u1", "hub", 0), ("a", "u2", "hub", 0), ("a", "u1", "r1", 1), ("a", #"CORP\PC1$"#, "r2", 2),
            ("b", "v", "s", 3), ("b", "v", "s", 4), ("b", "v", "s", 9),
            ("a", "u2", "r1", 8), ("a", "u3", "hub", 10),
        ]
        for (tenant, user, resource, day) in accesses {
            log.append(
                AccessEvent(
                    tenant: tenant, user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource),
                    time: .day(day), outcome: user == "u3" ? .failure : .success))
        }
        return log
    }

    @Test("counts accesses, tenants, users, resources, pairs, computers and denied accesses")
    func counts() {
        let summary = Self.summary
        #expect(
            [summary.accesses, summary.tenants, summary.users, summary.resources, summary.pairs] == [9, 2, 5, 4, 7])
        #expect(summary.machineAccounts == 1)
        #expect(summary.failures == 1)
    }

    @Test("says how long the log is")
    func time() {
        #expect(Self.summary.first == "2026-01-05T00:00:00Z")
        #expect(Self.summary.last == "2026-01-15T00:00:00Z")
        #expect(Self.summary.days == 11)
    }

    @Test("relates the pairs to those that are possible within the tenants")
    func density() {
        let possible: Double = 4 * 3 + 1
        #expect(Self.summary.density == 7 / possible)
    }

    @Test("counts a pair as new if it is first accessed in the last fifth of the time")
    func newPairs() {
        // On day 8 of 10 the last fifth begins: u2 with r1 and u3 with the hub.
        #expect(Self.summary.newPairFraction == 2.0 / 7)
    }

    @Test("has quantiles of events per pair, resources per user and users per resource")
    func quantiles() {
        func values(_ quantiles: [DatasetSummary.Quantile]) -> [Double] {
            quantiles.map { ($0.value * 1000).rounded() / 1000 }
        }
        #expect(Self.summary.eventsPerPair.map(\.probability) == [0, 0.25, 0.5, 0.75, 0.9, 0.99, 1])
        #expect(values(Self.summary.eventsPerPair) == [1, 1, 1, 1, 1.8, 2.88, 3])
        #expect(values(Self.summary.resourcesPerUser) == [1, 1, 1, 2, 2, 2, 2])
        #expect(values(Self.summary.usersPerResource) == [1, 1, 1.5, 2.25, 2.7, 2.97, 3])
    }

    @Test("lists as hubs what half of a tenant's users access, unless it is only one user")
    func hubs() {
        #expect(Self.summary.hubs.map(\.resource) == ["hub", "r1"])
        #expect(Self.summary.hubs.map(\.users) == [3, 2])
        #expect(Self.summary.hubs.map(\.fraction) == [0.75, 0.5])
    }

    @Test("counts the connected components")
    func components() {
        #expect(Self.summary.components == DatasetSummary.Components(count: 3, largestUsers: 3))
    }

    @Test("says in sentences what a detector will find hard")
    func difficulties() {
        let text = Self.summary.difficulties.joined(separator: "\n")
        for word in [
            "few users", "two resources or fewer", "two users or fewer", "54 %", "hubs", "components", "11 days",
        ] {
            #expect(text.contains(word), "\(word) in \(text)")
        }
        #expect(!text.contains("machine accounts"))
        #expect(!text.contains("no times"))
    }

    @Test("of a log without times or without accesses lacks only what these would tell")
    func lacking() {
        let untimed = DatasetSummary(of: AccessLog(pairs: [("u", "r")]))
        #expect(untimed.days == nil)
        #expect(untimed.newPairFraction == nil)
        #expect(untimed.pairs == 1)
        #expect(untimed.difficulties.contains { $0.contains("no times") })
        let empty = DatasetSummary(of: AccessLog())
        #expect(empty.density == 0)
        #expect(empty.eventsPerPair.isEmpty)
        #expect(empty.hubs.isEmpty)
        #expect(empty.components == DatasetSummary.Components(count: 0, largestUsers: 0))
    }

    @Test("tells how far it is, and stops when asked to")
    func progress() {
        var told: [Double] = []
        let summary = DatasetSummary(of: Self.log, .one) { told.append($0) }
        #expect(summary == DatasetSummary(of: Self.log))
        #expect(told.count > 3 && told == told.sorted() && told.allSatisfy { (0...1).contains($0) })
        #expect(throws: CancellationError.self) {
            try DatasetSummary(of: Self.log, .one) { if $0 > 0.5 { throw CancellationError() } }
        }
    }
}
