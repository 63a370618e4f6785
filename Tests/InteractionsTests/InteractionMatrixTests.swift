import AccessLogs
import Interactions
import LinearAlgebra
import Statistics
import Testing

@Suite("An interaction matrix")
struct InteractionMatrixTests {
    @Test("does not depend on the order of the log's rows", arguments: 0..<20)
    func permutation(seed: Int) {
        let log = randomLog(seed: seed)
        var events = log.events
        RandomStream(seed: Seed(UInt64(seed))).shuffle(&events)
        var permuted = AccessLog()
        for event in events { permuted.append(event) }
        let matrix = InteractionMatrix(counting: log), other = InteractionMatrix(counting: permuted)
        #expect(matrix.users == other.users)
        #expect(matrix.resources == other.resources)
        #expect(matrix.counts == other.counts)
        #expect(matrix.tenants == other.tenants)
    }

    @Test("adds up the weights of each pair", arguments: 0..<10)
    func sums(seed: Int) throws {
        let log = randomLog(seed: seed)
        let matrix = InteractionMatrix(counting: log)
        var expected: [[TenantName]: Float] = [:]
        for access in 0..<log.count {
            let pair = [log.users[Int(log.user[access])], log.resources[Int(log.resource[access])]]
            expected[pair, default: 0] += log.weight[access]
        }
        #expect(matrix.pairCount == expected.count)
        for row in 0..<matrix.counts.rows {
            for position in matrix.counts.range(ofRow: row) {
                let pair = [matrix.users[row], matrix.resources[Int(matrix.counts.columnIndices[position])]]
                #expect(expected[pair] == matrix.counts.values[position])
            }
        }
    }

    @Test("has the days between a pair's last access and the newest one")
    func recency() throws {
        var log = AccessLog()
        for (user, resource, day) in [("u", "r", 3), ("v", "r", 10), ("u", "r", 7), ("u", "s", 1), ("v", "r", 2)] {
            log.append(
                AccessEvent(
                    tenant: "t", user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource),
                    time: Timestamp(microseconds: Int64(day) * Timestamp.day)))
        }
        // In the order u r, u s, v r.
        #expect(InteractionMatrix(counting: log).recency == [3, 9, 0])
        #expect(InteractionMatrix(counting: [0, 3], of: log).recency == [0, 2])
        var added = IndexedPairs()
        added.append(user: 1, resource: 1)
        #expect(InteractionMatrix(counting: [0, 3], of: log, adding: added).recency == [0, 2, 0])
        log.append(
            AccessEvent(tenant: "t", user: AccountIdentity(name: "u"), resource: ResourceIdentity(name: "r")))
        #expect(InteractionMatrix(counting: log).recency == nil)
        #expect(InteractionMatrix(counting: [], of: log).recency == nil)
    }

    @Test("has only the users and resources of the counted accesses")
    func vocabulary() {
        let log = randomLog(seed: 1)
        let matrix = InteractionMatrix(counting: [3, 5], of: log)
        #expect(Set(matrix.users.names) == Set([3, 5].map { log.users[Int(log.user[$0])] }))
        #expect(Set(matrix.resources.names) == Set([3, 5].map { log.resources[Int(log.resource[$0])] }))
        #expect(InteractionMatrix(counting: [], of: log).pairCount == 0)
    }

    @Test("keeps each tenant in a block of its own", arguments: 0..<10)
    func tenants(seed: Int) {
        let matrix = InteractionMatrix(counting: randomLog(seed: seed))
        #expect(matrix.tenants.map(\.name) == ["t0", "t1"])
        #expect(matrix.users.names == matrix.users.names.sorted())
        for tenant in matrix.tenants {
            #expect(tenant.users.allSatisfy { matrix.users[$0].tenant == tenant.name })
            #expect(tenant.resources.allSatisfy { matrix.resources[$0].tenant == tenant.name })
            for user in tenant.users {
                let columns = matrix.counts.columnIndices[matrix.counts.range(ofRow: user)]
                #expect(columns.allSatisfy { tenant.resources.contains(Int($0)) })
            }
        }
        #expect(matrix.tenants.map(\.users.count).reduce(0, +) == matrix.users.count)
        #expect(matrix.tenants.map(\.resources.count).reduce(0, +) == matrix.resources.count)
    }
}
