import AccessLogs
import Interactions
import LinearAlgebra
import Parameters
import Statistics

/// A rescaling of raw scores, learned from training data alone, after which users and resources of unlike activity can
/// be compared: ((s − mᵤ) / dᵤ − mᵢ) / dᵢ.
///
/// The raw score of a user of whom little is known lies near that of an anomaly, whatever is accessed. What is unusual
/// *for the user*, and *for the resource*, is how far a score lies from those of their other unseen pairs. Scaling alone
/// leaves the zero of a factorisation where it is, which says that nothing is known for an access or against it.
struct ScoreNormalization: Sendable {
    enum Kind: String, ParameterChoice {
        case none
        /// By mean and deviation of the tenant's training pairs, as the reference system does.
        case tenant
        /// By mean and deviation of the user's unseen pairs.
        case user
        case resource
        case userResource = "user-resource"
        /// By the deviation of the user's unseen pairs alone, shrunk towards the tenant's median.
        case userScale = "user-scale"
        case resourceScale = "resource-scale"
        case userResourceScale = "user-resource-scale"

        var concernsUsers: Bool {
            switch self {
            case .user, .userResource, .userScale, .userResourceScale: true
            case .none, .tenant, .resource, .resourceScale: false
            }
        }

        var concernsResources: Bool {
            switch self {
            case .resource, .userResource, .resourceScale, .userResourceScale: true
            case .none, .tenant, .user, .userScale: false
            }
        }

        var isScaleAlone: Bool {
            switch self {
            case .userScale, .resourceScale, .userResourceScale: true
            case .none, .tenant, .user, .resource, .userResource: false
            }
        }
    }

    /// Mean and deviation of each user, `users × 2`.
    private(set) var users: Matrix<Float>
    /// Mean and deviation of each resource after the users', `resources × 2`.
    private(set) var resources: Matrix<Float>

    init(users: Matrix<Float>, resources: Matrix<Float>) {
        self.users = users
        self.resources = resources
    }

    /// - Parameters:
    ///   - model: what was fitted to the matrix.
    ///   - background: the number of unseen pairs that give the moments of a user or a resource.
    ///   - isCancelled: asked as scoring asks, and for every user and resource.
    /// - Throws: what scoring throws; `CancellationError`.
    init(
        _ kind: Kind, of model: any FittedDetector, _ matrix: InteractionMatrix, background: Int, seed: Seed,
        isCancelled: @Sendable () -> Bool
    ) throws {
        func score(_ users: [Int32], _ resources: [Int32]) throws -> [Double] {
            try model.scores(users: users, resources: resources, isCancelled: isCancelled)
        }
        users = Self.identity(matrix.users.count)
        resources = Self.identity(matrix.resources.count)
        let pairs = BackgroundPairs(of: matrix, count: background, seed: seed)
        if kind == .tenant {
            for tenant in matrix.tenants {
                let moments = ScoreMoments(
                    of: try model.scoresOfTrainingPairs(of: tenant.users, in: matrix, isCancelled: isCancelled))
                for user in tenant.users { Self.set(&users, user, moments) }
            }
        }
        if kind.concernsUsers {
            var moments = try pairs.momentsOfUsers(score)
            if kind.isScaleAlone { for tenant in matrix.tenants { moments.shrinkToScale(in: tenant.users) } }
            for (user, moments) in moments.enumerated() { Self.set(&users, user, moments) }
        }
        if kind.concernsResources {
            let half = self
            var moments = try pairs.momentsOfResources {
                half.normalized(try score($0, $1), $0, $1)
            }
            if kind.isScaleAlone { for tenant in matrix.tenants { moments.shrinkToScale(in: tenant.resources) } }
            for (resource, moments) in moments.enumerated() { Self.set(&resources, resource, moments) }
        }
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
        scores.indices.map { index in
            let user = Int(users[index]), resource = Int(resources[index])
            let ofUser = (scores[index] - Double(self.users[user, 0])) / Double(self.users[user, 1])
            return (ofUser - Double(self.resources[resource, 0])) / Double(self.resources[resource, 1])
        }
    }
}

extension FittedDetector {
    /// The scores of the training pairs of some users, row by row.
    ///
    /// - Throws: what scoring throws; `CancellationError`.
    func scoresOfTrainingPairs(
        of users: Range<Int>, in matrix: InteractionMatrix, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> [Double] {
        guard let first = users.first, let last = users.last else { return [] }
        let entries = matrix.counts.rowOffsets[first]..<matrix.counts.rowOffsets[last + 1]
        let rows = users.flatMap { user in
            Array(repeating: Int32(user), count: matrix.counts.range(ofRow: user).count)
        }
        return try scores(
            users: rows, resources: Array(matrix.counts.columnIndices[entries]), isCancelled: isCancelled)
    }
}

extension [ScoreMoments] {
    /// Replaces each deviation d by √(d² + d̄²), with the median d̄ over the range, and each mean by zero: what is
    /// known of few pairs counts half.
    fileprivate mutating func shrinkToScale(in range: Range<Int>) {
        guard !range.isEmpty else { return }
        let median = self[range].map(\.deviation).sorted()[range.count / 2]
        for index in range {
            self[index].mean = 0
            self[index].deviation = (self[index].deviation * self[index].deviation + median * median).squareRoot()
        }
    }
}
