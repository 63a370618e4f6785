import Interactions
import LinearAlgebra
import Statistics

/// Some pairs of a training matrix that are left out of it, so that something may be learned from legitimate pairs that
/// a model has not seen. Nothing outside the training matrix is touched.
struct HeldOutPairs: Sendable {
    /// The matrix without the pairs; its users and resources keep their indices, and each keeps a pair at least.
    let rest: InteractionMatrix
    let users: [Int32]
    let resources: [Int32]

    /// Leaves out up to a fraction of each tenant's pairs, in an order drawn for the tenant alone.
    init(of matrix: InteractionMatrix, fraction: Double, seed: Seed) {
        let counts = matrix.counts
        var userDegrees = (0..<counts.rows).map { counts.range(ofRow: $0).count }
        var resourceDegrees = [Int](repeating: 0, count: counts.columns)
        for column in counts.columnIndices { resourceDegrees[Int(column)] += 1 }
        var isLeftOut = [Bool](repeating: false, count: counts.count)
        var users: [Int32] = [], resources: [Int32] = []
        for tenant in matrix.tenants where !tenant.users.isEmpty {
            var entries: [(user: Int, entry: Int)] = tenant.users.flatMap { user in
                counts.range(ofRow: user).map { (user, $0) }
            }
            let wanted = users.count + Int(fraction * Double(entries.count))
            RandomStream(seed: seed.derived("held out", 0).derived(tenant.name)).shuffle(&entries)
            for (user, entry) in entries where users.count < wanted {
                let resource = Int(counts.columnIndices[entry])
                guard userDegrees[user] > 1, resourceDegrees[resource] > 1 else { continue }
                userDegrees[user] -= 1
                resourceDegrees[resource] -= 1
                isLeftOut[entry] = true
                users.append(Int32(user))
                resources.append(Int32(resource))
            }
        }
        rest = matrix.leavingOut(isLeftOut)
        self.users = users
        self.resources = resources
    }
}
