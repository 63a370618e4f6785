import Interactions
import LinearAlgebra
import Statistics

/// A rescaling of raw scores, learned from training data alone, after which users and resources of unlike activity can
/// be compared: ((s − mᵤ) / dᵤ − mᵢ) / dᵢ.
///
/// The raw score of a user of whom little is known lies near that of an anomaly, whatever is accessed. What is unusual
/// *for the user*, and *for the resource*, is how far a score lies from those of their other unseen pairs.
struct ScoreNormalization: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case none
        /// By mean and deviation of the tenant's training pairs, as the reference system does.
        case tenant
        case user
        case resource
        case userResource = "user-resource"
    }

    /// Mean and deviation of each user, `users × 2`.
    let users: Matrix<Float>
    /// Mean and deviation of each resource after the users', `resources × 2`.
    let resources: Matrix<Float>

    init(users: Matrix<Float>, resources: Matrix<Float>) {
        self.users = users
        self.resources = resources
    }

    /// - Parameters:
    ///   - model: what was fitted to the matrix.
    ///   - background: the number of pairs that a user or a resource is judged by.
    init(_ kind: Kind, of model: any FittedDetector, _ matrix: InteractionMatrix, background: Int, seed: Seed) throws {
        var users = Self.identity(matrix.users.count), resources = Self.identity(matrix.resources.count)
        let pairs = BackgroundPairs(of: matrix, count: background, seed: seed)
        switch kind {
        case .none:
            break
        case .tenant:
            for tenant in matrix.tenants {
                let moments = ScoreMoments(of: try model.scoresOfTrainingPairs(of: tenant.users, in: matrix))
                for user in tenant.users { Self.set(&users, user, moments) }
            }
        case .user, .userResource:
            for (user, moments) in try pairs.momentsOfUsers(model.scores).enumerated() {
                Self.set(&users, user, moments)
            }
        case .resource:
            break
        }
        self.users = users
        if kind == .resource || kind == .userResource {
            let half = ScoreNormalization(users: users, resources: resources)
            let moments = try pairs.momentsOfResources {
                half.normalized(try model.scores(users: $0, resources: $1), $0, $1)
            }
            for (resource, moments) in moments.enumerated() { Self.set(&resources, resource, moments) }
        }
        self.resources = resources
    }

    private static func identity(_ rows: Int) -> Matrix<Float> {
        Matrix(rows: rows, columns: 2, elements: (0..<rows).flatMap { _ in [0, 1] as [Float] })
    }

    private static func set(_ matrix: inout Matrix<Float>, _ row: Int, _ moments: ScoreMoments) {
        matrix[row, 0] = Float(moments.mean)
        matrix[row, 1] = max(Float(moments.deviation), .leastNormalMagnitude)
    }

    /// Normalises the scores of some pairs.
    func normalized(_ scores: [Double], _ users: [Int32], _ resources: [Int32]) -> [Double] {
        scores.indices.map { place in
            let user = Int(users[place]), resource = Int(resources[place])
            let ofUser = (scores[place] - Double(self.users[user, 0])) / Double(self.users[user, 1])
            return (ofUser - Double(self.resources[resource, 0])) / Double(self.resources[resource, 1])
        }
    }
}

extension FittedDetector {
    /// The scores of the training pairs of some users, row by row.
    func scoresOfTrainingPairs(of users: Range<Int>, in matrix: InteractionMatrix) throws -> [Double] {
        guard let first = users.first, let last = users.last else { return [] }
        let entries = matrix.counts.rowOffsets[first]..<matrix.counts.rowOffsets[last + 1]
        let rows = users.flatMap { user in
            Array(repeating: Int32(user), count: matrix.counts.range(ofRow: user).count)
        }
        return try scores(users: rows, resources: Array(matrix.counts.columnIndices[entries]))
    }
}
