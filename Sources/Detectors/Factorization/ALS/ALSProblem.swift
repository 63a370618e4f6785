import AccessLogs
import Concurrency
import Interactions
import LinearAlgebra
import Statistics

/// The least-squares problems of both sides of a factorisation.
struct ALSProblem: Sendable {
    /// For each block of users and resources, the users' regressions on the resource factors.
    let users: [RidgeRegressions]
    /// For each block, the resources' regressions on the user factors.
    let resources: [RidgeRegressions]
    /// The part of the loss that does not depend on the factors.
    let constant: Double

    /// - Throws: ``DetectorError`` where a confidence overflows, or times are needed that the accesses do not have;
    ///   `CancellationError`.
    init(
        _ matrix: InteractionMatrix, _ loss: ALSLoss, _ settings: ALSSettings, seed: Seed, _ context: FitContext
    ) throws {
        try settings.values.check(matrix)
        let blocks = ALSBlock.blocks(of: matrix, isJoint: settings.isJoint)
        var terms = Terms(of: matrix, blocks, loss, settings.values)
        if case .explicit(let negatives, let rating) = loss, negatives > 0 {
            terms = try terms.addingNegatives(negatives, rating: rating, matrix, blocks, seed: seed, context)
        }
        guard terms.weights.allSatisfy(\.isFinite), terms.targets?.allSatisfy(\.isFinite) ?? true else {
            throw DetectorError("the confidences overflow; lower alpha or use binary values")
        }
        constant = terms.constant
        func sparse(_ values: [Float]) -> SparseMatrix {
            SparseMatrix(
                rows: matrix.users.count, columns: matrix.resources.count, rowOffsets: terms.offsets,
                columnIndices: terms.resources, values: values)
        }
        let byUser = sparse(terms.weights), byResource = byUser.transposed()
        let userTargets: RidgeTargets, resourceTargets: RidgeTargets
        if let targets = terms.targets {
            userTargets = .values(targets)
            resourceTargets = .values(sparse(targets).transposed().values)
        } else {
            userTargets = .weights(plus: Float(loss.sharedWeight))
            resourceTargets = userTargets
        }
        let sharedWeight = loss.sharedWeight
        users = blocks.map { block in
            RidgeRegressions(
                weights: byUser, targets: userTargets, rows: block.users, regressors: block.resources,
                sharedWeight: sharedWeight, ridges: settings.ridges(block.users, byUser, block.resources, sharedWeight))
        }
        resources = blocks.map { block in
            RidgeRegressions(
                weights: byResource, targets: resourceTargets, rows: block.resources, regressors: block.users,
                sharedWeight: sharedWeight,
                ridges: settings.ridges(block.resources, byResource, block.users, sharedWeight))
        }
    }

    /// The same problem with the regularisation of other settings.
    func regularized(by settings: ALSSettings) -> ALSProblem {
        func regularized(_ side: [RidgeRegressions]) -> [RidgeRegressions] {
            side.map {
                $0.with(ridges: settings.ridges($0.rows, $0.weights, $0.regressors, $0.sharedWeight))
            }
        }
        return ALSProblem(users: regularized(users), resources: regularized(resources), constant: constant)
    }

    private init(users: [RidgeRegressions], resources: [RidgeRegressions], constant: Double) {
        self.users = users
        self.resources = resources
        self.constant = constant
    }

    /// The loss and the weighted squared norms of all factors.
    ///
    /// - Parameter stride: where it is above one, only every `stride`-th user's own terms are added up, and scaled.
    func objective(
        _ userFactors: Matrix<Float>, _ resourceFactors: Matrix<Float>, everyUser stride: Int = 1, _ workers: Workers
    ) -> Double {
        var total = constant
        for (users, resources) in zip(users, resources) {
            total += users.objective(of: userFactors, features: resourceFactors, everyRow: stride, workers)
            total += resources.weightedNorm(of: resourceFactors)
        }
        return total
    }

    /// The terms of the loss that single pairs have, user by user.
    private struct Terms {
        var offsets: [Int]
        var resources: [Int32]
        var weights: [Float]
        /// nil where they are the weights and the weight that every pair has.
        var targets: [Float]?
        var constant = 0.0

        /// Those of observed pairs, in the order of the matrix.
        init(of matrix: InteractionMatrix, _ blocks: [ALSBlock], _ loss: ALSLoss, _ values: ObservedValues) {
            let counts = matrix.counts
            offsets = counts.rowOffsets
            resources = counts.columnIndices
            weights = [Float](repeating: 0, count: counts.count)
            if case .explicit = loss { targets = weights }
            for block in blocks {
                for user in block.users {
                    for entry in counts.range(ofRow: user) {
                        let term = loss.term(
                            of: values.value(ofEntry: entry, ofUser: user, in: matrix, among: block.counts))
                        weights[entry] = Float(term.weight)
                        targets?[entry] = Float(term.target)
                        constant += term.constant
                    }
                }
            }
        }

        /// No terms yet, with room for `count`.
        private init(reserving count: Int) {
            offsets = [0]
            resources = []
            weights = []
            resources.reserveCapacity(count)
            weights.reserveCapacity(count)
            var targets: [Float] = []
            targets.reserveCapacity(count)
            self.targets = targets
        }

        private mutating func append(_ resource: Int32, _ weight: Float, _ target: Float) {
            resources.append(resource)
            weights.append(weight)
            targets?.append(target)
        }

        /// These terms and those of sampled unobserved pairs. Each block has a stream of random numbers of its own, so
        /// that other tenants do not change its sample.
        ///
        /// - Throws: `CancellationError`.
        func addingNegatives(
            _ ratio: Int, rating: Double, _ matrix: InteractionMatrix, _ blocks: [ALSBlock], seed: Seed,
            _ context: FitContext
        ) throws -> Terms {
            var all = Terms(reserving: resources.count)
            all.constant = constant
            var marks = [Bool](repeating: false, count: matrix.resources.count)
            for block in blocks where !block.users.isEmpty {
                let random = RandomStream(seed: seed.derived(matrix.users[block.users.lowerBound].tenant))
                for user in block.users {
                    try context.checkCancellation()
                    let own = offsets[user]..<offsets[user + 1]
                    let sample = NegativeSample.resources(
                        notAccessedIn: resources[own], among: block.resources, ratio: ratio, random, marks: &marks)
                    var next = sample.startIndex
                    for entry in own {
                        while next < sample.endIndex, sample[next] < resources[entry] {
                            all.append(sample[next], 1, Float(rating))
                            next += 1
                        }
                        all.append(resources[entry], weights[entry], targets?[entry] ?? weights[entry])
                    }
                    for resource in sample[next...] { all.append(resource, 1, Float(rating)) }
                    all.constant += rating * rating * Double(sample.count)
                    all.offsets.append(all.resources.count)
                }
            }
            return all
        }
    }
}

extension ALSSettings {
    /// The weight of the squared norm of each row, by its terms in the sparse weights.
    fileprivate func ridges(
        _ rows: Range<Int>, _ weights: SparseMatrix, _ regressors: Range<Int>, _ sharedWeight: Double
    ) -> [Float] {
        rows.map {
            Float(ridge(terms: weights.range(ofRow: $0).count, pairs: regressors.count, sharedWeight: sharedWeight))
        }
    }
}

/// What alternating least squares minimises, besides the squared norms of the factors.
enum ALSLoss: Hashable, Sendable {
    /// Σ c·(1 − x·y)² over observed pairs with c = 1 + α·r, plus w·(x·y)² over all others.
    case implicit(alpha: Double, unobservedWeight: Double)
    /// Σ (r − x·y)² over observed pairs, plus (ρ − x·y)² over sampled others.
    case explicit(negatives: Int, negativeRating: Double)

    /// A pair's own terms in the loss, d·p² − 2·b·p + constant with the prediction p.
    struct Term {
        let weight: Double
        let target: Double
        let constant: Double
    }

    /// The weight that every pair has in the loss, observed or not.
    var sharedWeight: Double {
        switch self {
        case .implicit(_, let unobservedWeight): unobservedWeight
        case .explicit: 0
        }
    }

    /// What an observed pair with the value r is to be predicted as.
    func prediction(of value: Double) -> Double {
        switch self {
        case .implicit: 1
        case .explicit: value
        }
    }

    /// What an observed pair with the value r adds to what the pair has without being observed.
    func term(of value: Double) -> Term {
        switch self {
        case .implicit(let alpha, let unobservedWeight):
            let confidence = 1 + alpha * value
            return Term(weight: confidence - unobservedWeight, target: confidence, constant: confidence)
        case .explicit:
            return Term(weight: 1, target: value, constant: value * value)
        }
    }
}

/// Users and resources that are factorised together: a tenant, or all of them.
struct ALSBlock: Sendable {
    let users: Range<Int>
    let resources: Range<Int>
    /// The least and the largest number of accesses of a pair.
    let counts: ClosedRange<Double>

    static func blocks(of matrix: InteractionMatrix, isJoint: Bool) -> [ALSBlock] {
        if isJoint { return [ALSBlock(0..<matrix.users.count, 0..<matrix.resources.count, matrix)] }
        return matrix.tenants.map { ALSBlock($0.users, $0.resources, matrix) }
    }

    private init(_ users: Range<Int>, _ resources: Range<Int>, _ matrix: InteractionMatrix) {
        self.users = users
        self.resources = resources
        let first = matrix.counts.rowOffsets[users.lowerBound], last = matrix.counts.rowOffsets[users.upperBound]
        let values = matrix.counts.values[first..<last]
        counts = Double(values.min() ?? 0)...Double(values.max() ?? 0)
    }
}
