import Interactions
import LinearAlgebra
import Statistics
import Testing

@Suite("Communities")
struct CommunitiesTests {
    /// Users and resources in blocks of equal size; every user has each resource of its block with one probability and
    /// each other resource with another.
    private func blocks(
        _ count: Int, users: Int, resources: Int, within: Double, across: Double, hubs: Int = 0
    ) -> SparseMatrix {
        let random = RandomStream(seed: Seed(5))
        var entries: [SparseMatrix.Entry] = []
        for user in 0..<count * users {
            for resource in 0..<count * resources + hubs {
                let isHub = resource >= count * resources
                let probability = isHub ? 0.8 : user / users == resource / resources ? within : across
                if random.bernoulli(probability) {
                    entries.append(SparseMatrix.Entry(row: Int32(user), column: Int32(resource), value: 1))
                }
            }
        }
        return SparseMatrix(rows: count * users, columns: count * resources + hubs, summing: entries)
    }

    @Test("are sought no further once asked to stop")
    func stopped() throws {
        let matrix = blocks(2, users: 10, resources: 6, within: 0.5, across: 0.1)
        var asked = 0
        let found = Communities(of: matrix, willContinue: { asked += 1 })
        #expect(found == Communities(of: matrix))
        #expect(asked > 1)
        for limit in [0, 1, asked - 1] {
            var left = limit
            #expect(throws: CancellationError.self) {
                try Communities(of: matrix) {
                    guard left > 0 else { throw CancellationError() }
                    left -= 1
                }
            }
        }
    }

    @Test("are the blocks that users and resources were drawn in, hubs or not", arguments: [0, 4])
    func planted(hubs: Int) {
        let communities = Communities(of: blocks(5, users: 30, resources: 12, within: 0.5, across: 0.02, hubs: hubs))
        #expect(communities.count == 5)
        for block in 0..<5 {
            // A resource that by chance has more of another block belongs there.
            let resources = communities.ofResource[block * 12..<(block + 1) * 12]
            #expect(Set(resources).count == 1)
            #expect(communities.ofUser[block * 30..<(block + 1) * 30].count { $0 == resources.first } >= 29)
        }
    }

    @Test("have as great a modularity as those of an exhaustive search, by Barber's definition")
    func exhaustive() {
        let matrix = blocks(2, users: 3, resources: 2, within: 0.9, across: 0.2)
        let nodes = matrix.rows + matrix.columns
        var best = -Double.infinity
        // Every assignment to three labels.
        for code in 0..<59049 where nodes == 10 {
            var rest = code
            let labels = (0..<nodes).map { _ in
                defer { rest /= 3 }
                return Int32(rest % 3)
            }
            best = max(best, modularity(of: matrix, users: labels.prefix(6).map(\.self), resources: labels.suffix(4)))
        }
        let found = Communities(of: matrix)
        let value = modularity(
            of: matrix, users: found.ofUser.map { $0 ?? -1 }, resources: found.ofResource.map { $0 ?? -2 }[...])
        #expect(abs(value - best) < 1e-12)
    }

    private func modularity(of matrix: SparseMatrix, users: [Int32], resources: ArraySlice<Int32>) -> Double {
        let columns = matrix.transposed(), pairs = Double(matrix.count), resources = Array(resources)
        var sum = 0.0
        for user in 0..<matrix.rows {
            for resource in 0..<matrix.columns where users[user] == resources[resource] {
                let product = matrix.range(ofRow: user).count * columns.range(ofRow: resource).count
                sum += (matrix.contains(row: user, column: resource) ? 1 : 0) - Double(product) / pairs
            }
        }
        return sum / pairs
    }

    @Test("are a function of the pairs and the seed, and every tenant has its own")
    func tenants() {
        let one = blocks(3, users: 20, resources: 8, within: 0.6, across: 0.02)
        var entries: [SparseMatrix.Entry] = []
        for tenant in 0..<2 {
            for row in 0..<one.rows {
                for position in one.range(ofRow: row) {
                    let column = Int32(tenant * one.columns) + one.columnIndices[position]
                    entries.append(.init(row: Int32(tenant * one.rows + row), column: column, value: 1))
                }
            }
        }
        let both = SparseMatrix(rows: 2 * one.rows, columns: 2 * one.columns, summing: entries)
        let tenants = (0..<both.rows).map { Int32($0 / one.rows) }
        let communities = Communities(of: both, tenantOfUser: tenants)
        #expect(communities == Communities(of: both, tenantOfUser: tenants))
        #expect(communities.count == 6)
        #expect(Set(communities.ofUser[..<60]).isDisjoint(with: communities.ofUser[60...]))
    }

    @Test("leave out those without accesses")
    func empty() {
        let matrix = SparseMatrix(rows: 3, columns: 2, summing: [.init(row: 0, column: 1, value: 4)])
        let communities = Communities(of: matrix)
        #expect(communities.ofUser[1] == nil && communities.ofUser[2] == nil && communities.ofResource[0] == nil)
        #expect(communities.ofUser[0] != nil && communities.ofResource[1] != nil)
        #expect(Communities(of: SparseMatrix(rows: 0, columns: 0, summing: [])).count == 0)
    }
}
