import Interactions
import LinearAlgebra
import Statistics

/// The least-squares problems of both sides of a factorisation.
struct ALSProblem: Sendable {
    /// For each block of users and resources, the users' regressions on the resource factors.
    let users: [RidgeRegressions]
    /// For each block, the resources' regressions on the user factors.
    let resources: [RidgeRegressions]
    /// What the loss has besides the terms that depend on the factors.
    let constant: Double

    /// - Throws: ``DetectorError`` where a confidence overflows, or times are needed that the accesses do not have.
    init(_ matrix: InteractionMatrix, _ loss: ALSLoss, _ settings: ALSSettings, seed: Seed) throws(DetectorError) {
        if settings.values.needTimes, matrix.recency == nil {
            throw DetectorError("recent values need the time of every access")
        }
        let blocks = ALSBlock.blocks(of: matrix, isJoint: settings.isJoint)
        var terms = Terms(count: matrix.pairCount)
        for block in blocks { terms.append(block, of: matrix, loss, settings.values) }
        if case .explicit(let negatives, let rating) = loss, negatives > 0 {
            terms = terms.addingNegatives(negatives, rating: rating, matrix, blocks, seed: seed)
        }
        guard terms.weights.allSatisfy(\.isFinite), terms.targets.allSatisfy(\.isFinite) else {
            throw DetectorError("the confidences overflow; lower alpha or use binary values")
        }
        constant = terms.constant
        let byUser = SparseMatrix(
            rows: matrix.users.count, columns: matrix.resources.count, rowOffsets: terms.offsets,
            columnIndices: terms.resources, values: terms.weights)
        let targets = SparseMatrix(
            rows: matrix.users.count, columns: matrix.resources.count, rowOffsets: terms.offsets,
            columnIndices: terms.resources, values: terms.targets)
        let byResource = byUser.transposed()
        let resourceTargets = targets.transposed().values
        let sharedWeight = loss.sharedWeight
        func ridges(_ rows: Range<Int>, of weights: SparseMatrix, pairs: Int) -> [Float] {
            rows.map {
                Float(settings.ridge(terms: weights.range(ofRow: $0).count, pairs: pairs, sharedWeight: sharedWeight))
            }
        }
        users = blocks.map { block in
            RidgeRegressions(
                weights: byUser, targets: terms.targets, rows: block.users, regressors: block.resources,
                sharedWeight: sharedWeight, ridges: ridges(block.users, of: byUser, pairs: block.resources.count))
        }
        resources = blocks.map { block in
            RidgeRegressions(
                weights: byResource, targets: resourceTargets, rows: block.resources, regressors: block.users,
                sharedWeight: sharedWeight, ridges: ridges(block.resources, of: byResource, pairs: block.users.count))
        }
    }

    /// The loss and the weighted squared norms of all factors.
    ///
    /// - Parameter stride: where it is above one, only every so many-th user's own terms are added up, and multiplied.
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
        var offsets = [0]
        var resources: [Int32] = []
        var weights: [Float] = []
        var targets: [Float] = []
        var constant = 0.0

        init(count: Int) {
            resources.reserveCapacity(count)
            weights.reserveCapacity(count)
            targets.reserveCapacity(count)
        }

        mutating func append(_ resource: Int32, _ term: ALSLoss.Term) {
            resources.append(resource)
            weights.append(Float(term.weight))
            targets.append(Float(term.target))
            constant += term.constant
        }

        mutating func append(
            _ block: ALSBlock, of matrix: InteractionMatrix, _ loss: ALSLoss, _ values: ObservedValues
        ) {
            for user in block.users {
                for entry in matrix.counts.range(ofRow: user) {
                    let value = values.value(
                        ofCount: Double(matrix.counts.values[entry]), among: block.counts,
                        days: matrix.recency.map { Double($0[entry]) } ?? 0)
                    append(matrix.counts.columnIndices[entry], loss.term(of: value))
                }
                offsets.append(resources.count)
            }
        }

        /// These terms and those of sampled unobserved pairs. Each block has a stream of random numbers of its own, so
        /// that other tenants do not change its sample.
        func addingNegatives(
            _ ratio: Int, rating: Double, _ matrix: InteractionMatrix, _ blocks: [ALSBlock], seed: Seed
        ) -> Terms {
            var all = Terms(count: resources.count)
            all.constant = constant
            let negative = ALSLoss.Term(weight: 1, target: rating, constant: rating * rating)
            var marks = [Bool](repeating: false, count: matrix.resources.count)
            for block in blocks where !block.users.isEmpty {
                let random = RandomStream(seed: seed.derived(matrix.users[block.users.lowerBound].tenant))
                for user in block.users {
                    let own = offsets[user]..<offsets[user + 1]
                    let sample = NegativeSample.resources(
                        notAccessedIn: resources[own], among: block.resources, ratio: ratio, random, marks: &marks)
                    var next = sample.startIndex
                    for entry in own {
                        while next < sample.endIndex, sample[next] < resources[entry] {
                            all.append(sample[next], negative)
                            next += 1
                        }
                        all.resources.append(resources[entry])
                        all.weights.append(weights[entry])
                        all.targets.append(targets[entry])
                    }
                    for resource in sample[next...] { all.append(resource, negative) }
                    all.offsets.append(all.resources.count)
                }
            }
            return all
        }
    }
}
