import Interactions
import LinearAlgebra
import Statistics

/// Unobserved pairs, with the users and the resources of given pairs recombined at random: what an anomaly looks like
/// that no count of accesses reveals.
struct MatchedNegatives: Sendable {
    private(set) var users: [Int32] = []
    private(set) var resources: [Int32] = []

    /// As many as there are pairs where the tenant is not too dense for them.
    ///
    /// - Parameter matrix: the observed pairs.
    init(of held: HeldOutPairs, in matrix: InteractionMatrix, seed: Seed) {
        let count = held.users.count, random = RandomStream(seed: seed.derived("matched negatives", 0))
        var attempts = 0
        while users.count < count, attempts < 50 * count {
            attempts += 1
            let user = held.users[random.index(below: count)], resource = held.resources[random.index(below: count)]
            guard !matrix.counts.contains(row: Int(user), column: Int(resource)) else { continue }
            users.append(user)
            resources.append(resource)
        }
    }
}
