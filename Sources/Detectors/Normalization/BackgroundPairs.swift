import AccessLogs
import Interactions
import LinearAlgebra
import Statistics

/// Pairs that show how high a detector scores a user's or a resource's unseen pairs in general.
///
/// Every user of a tenant is paired with the same resources, drawn by how many users they have, and every resource with
/// the same users, drawn likewise: the distribution of an access whose user and resource are usual and whose pairing is
/// random.
struct BackgroundPairs: Sendable {
    /// The resources drawn for each tenant, and the users.
    private let samples: [(tenant: InteractionMatrix.Tenant, resources: [Int32], users: [Int32])]
    private let matrix: InteractionMatrix

    init(of matrix: InteractionMatrix, count: Int, seed: Seed) {
        let byResource = matrix.counts.transposed()
        // Nothing can be drawn by degree in a tenant without pairs.
        let occupied = matrix.tenants.filter { tenant in
            tenant.users.contains { !matrix.counts.range(ofRow: $0).isEmpty }
        }
        samples = occupied.map { tenant in
            let random = RandomStream(seed: seed.derived("background", 0).derived(tenant.name))
            func draw(_ range: Range<Int>, degree: (Int) -> Int) -> [Int32] {
                let table = AliasTable(weights: range.map { Double(degree($0)) })
                return (0..<count).map { _ in Int32(range.lowerBound + table.draw(using: random)) }
            }
            return (
                tenant, draw(tenant.resources) { byResource.range(ofRow: $0).count },
                draw(tenant.users) { matrix.counts.range(ofRow: $0).count }
            )
        }
        self.matrix = matrix
    }

    /// The mean and the standard deviation of each user's unseen pairs, `users × 2`.
    ///
    /// - Parameter score: the scores of pairs.
    func momentsOfUsers(_ score: (_ users: [Int32], _ resources: [Int32]) throws -> [Double]) throws -> [ScoreMoments] {
        var moments = [ScoreMoments](repeating: ScoreMoments(), count: matrix.users.count)
        for sample in samples {
            for user in sample.tenant.users {
                let others = unseen(sample.resources) { matrix.counts.contains(row: user, column: Int($0)) }
                moments[user] = ScoreMoments(of: try score(Array(repeating: Int32(user), count: others.count), others))
            }
        }
        return moments
    }

    /// The mean and the standard deviation of each resource's unseen pairs, `resources × 2`.
    func momentsOfResources(_ score: (_ users: [Int32], _ resources: [Int32]) throws -> [Double]) throws
        -> [ScoreMoments]
    {
        var moments = [ScoreMoments](repeating: ScoreMoments(), count: matrix.resources.count)
        for sample in samples {
            for resource in sample.tenant.resources {
                let others = unseen(sample.users) { matrix.counts.contains(row: Int($0), column: resource) }
                moments[resource] = ScoreMoments(
                    of: try score(others, Array(repeating: Int32(resource), count: others.count)))
            }
        }
        return moments
    }

    /// The others that a pair is not seen with; all of them where it is seen with each.
    private func unseen(_ others: [Int32], isSeen: (Int32) -> Bool) -> [Int32] {
        let unseen = others.filter { !isSeen($0) }
        return unseen.isEmpty ? others : unseen
    }
}

/// The mean and the standard deviation of some scores.
struct ScoreMoments: Sendable {
    var mean = 0.0
    /// 1 where the scores do not vary, so that they can be divided by it.
    var deviation = 1.0

    init() {}

    init(of scores: [Double]) {
        guard !scores.isEmpty else { return }
        let mean = scores.reduce(0, +) / Double(scores.count)
        let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count)
        self.mean = mean
        // Rounding alone is no variation.
        if variance > 1e-20 * max(1, mean * mean) { deviation = variance.squareRoot() }
    }
}
