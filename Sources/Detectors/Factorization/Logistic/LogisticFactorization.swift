import AccessLogs
import Concurrency
import Foundation
package import Interactions
package import LinearAlgebra
package import Parameters
import Statistics

/// Matrix factorisation that learns to tell observed pairs from pairs drawn as noise, by AdaGrad.
///
/// Every observed pair (u, i) is compared with k resources j drawn at random for the same user. Since a user is drawn
/// as often as it has pairs, j drawn as often as *it* has pairs makes (u, j) a draw from the product of the marginals
/// p(u) p(j).
///
/// - `logistic` minimises Σ softplus(−(z(u,i) − log k)) + Σ softplus(z(u,j) − log k) with z = xᵤ·yᵢ: noise-contrastive
///   estimation (Mnih and Teh, "A fast and simple algorithm for training neural probabilistic language models",
///   ICML 2012, equation 8). The shift makes the best z the logarithm of the densities' ratio itself: with
///   `sampling: popularity` the pointwise mutual information log p(u,i) / (p(u) p(i)) (Levy and Goldberg, "Neural word
///   embedding as implicit matrix factorization", NIPS 2014, section 3, where log k is left in). There the detector
///   learns what sets accesses apart from pairs of the same activity and popularity and nothing else, and factors of 0
///   mean independence: no biases.
/// - `bpr` minimises Σ softplus(z(u,j) − z(u,i)), Bayesian personalised ranking (Rendle et al., "BPR: Bayesian
///   personalized ranking from implicit feedback", UAI 2009, section 4.3). Its best z is the same up to a number for
///   each user, so that it ranks a user's resources and promises nothing across users. Unlike there, a drawn resource
///   may be one that the user accesses: rejecting it would bias the ratio.
///
/// With `sampling: uniform` the noise is p(u) times uniform, popularity is part of what is learned, and a resource has a
/// bias as well. A pair counts once, however often it was accessed.
///
/// Wins against attackers who keep to popular resources, where scores of popularity are blind. Fails where rarity itself
/// is the signal (take `uniform`), and on few pairs, where the estimate of the ratio is noise.
///
/// Each tenant is factorised by itself on one worker, whose order of steps is part of the result. Complexity of an
/// epoch: O(pairs · negatives · rank).
package struct LogisticFactorization: SteppedDetector {
    package static let id = "logistic-factorization"
    package static let summary = "Matrix factorisation that tells accesses from pairs drawn by activity and popularity."
    package static let structure: LatentStructure? = .factors
    package static let foldsIn = true

    /// What is minimised.
    enum Loss: String, ParameterChoice {
        case logistic, bpr
    }

    /// How the resources of the noise are drawn.
    enum Sampling: String, ParameterChoice {
        case popularity, uniform
    }

    static let rank = Parameter<Int>(
        "rank", in: 1...512, standard: 16, simpler: .lower, tuned: [8, 16, 32], "Number of latent factors.")
    static let regularization = Parameter<Double>(
        "regularization", in: 0...1e3, standard: 0.1, simpler: .higher, tuned: [0.2, 0.1, 0.03],
        "Weight of half the squared norms of the factors that a comparison involves.")
    static let loss = Parameter<Loss>(
        "loss", standard: .logistic, "Each pair by itself, or an observed pair against a drawn one.")
    static let sampling = Parameter<Sampling>(
        "sampling", standard: .popularity, tuned: [.popularity, .uniform],
        "How noise resources are drawn: as often as they are accessed, or all alike.")
    static let negatives = Parameter<Int>(
        "negatives", in: 1...1000, standard: 5, simpler: .lower, "Pairs drawn as noise for each observed pair.")
    static let epochs = Parameter<Int>(
        "epochs", in: 1...10_000, standard: 30, simpler: .lower, "Passes over the observed pairs.")
    static let learningRate = Parameter<Double>("learning_rate", in: 1e-6...10, standard: 0.1, "Step size of AdaGrad.")
    static let seed = Parameter.seed("Seed of the initial factors and of the noise, beside the study's own.")

    package static let parameters: ParameterList = [
        rank, regularization, loss, sampling, negatives, epochs, learningRate, seed,
    ]
    package static var stepsParameter: Parameter<Int> { epochs }

    let rank: Int
    let regularization: Float
    let loss: ContrastiveLoss
    let isUniform: Bool
    let negatives: Int
    let epochs: Int
    let learningRate: Float
    let seed: Int

    package init(_ parameters: ParameterSet) {
        rank = parameters[Self.rank]
        regularization = Float(parameters[Self.regularization])
        isUniform = parameters[Self.sampling] == .uniform
        negatives = parameters[Self.negatives]
        loss =
            switch parameters[Self.loss] {
            case .logistic: .logistic(shift: Float(log(Double(negatives))))
            case .bpr: .bpr
            }
        epochs = parameters[Self.epochs]
        learningRate = Float(parameters[Self.learningRate])
        seed = parameters[Self.seed]
    }

    /// The columns of both factor matrices. A resource's bias is the last one, where every user has 1.
    var columns: Int { rank + (isUniform ? 1 : 0) }

    package func training(on matrix: InteractionMatrix, _ context: FitContext) throws -> LogisticTraining {
        guard matrix.pairCount > 0 else { throw DetectorError("there is no access to learn from") }
        return LogisticTraining(self, matrix, context)
    }

    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        model(try FactorModel(tensors, rank: columns, for: matrix), of: matrix)
    }

    /// Where each pair is a comparison by itself newcomers can be folded in; pairs of pairs promise nothing across users.
    func model(_ factors: FactorModel, of matrix: InteractionMatrix) -> any FittedDetector {
        switch loss {
        case .logistic:
            LogisticModel(
                factors, of: matrix,
                LogisticModel.Training(
                    rank: rank, negatives: negatives, isUniform: isUniform, regularization: Double(regularization)))
        case .bpr: factors
        }
    }
}

/// Logistic factorisation under way; a step is an epoch.
package struct LogisticTraining: DetectorTraining {
    private let detector: LogisticFactorization
    private let matrix: InteractionMatrix
    /// The user of each observed pair.
    private let userOfPair: [Int32]
    private let context: FitContext
    private(set) var users: AdaptiveFactors
    private(set) var resources: AdaptiveFactors
    /// The loss of each tenant's comparisons in the last epoch, each before the step that it led to; empty before the
    /// first.
    private var losses: [Double] = []
    package private(set) var steps = 0

    init(_ detector: LogisticFactorization, _ matrix: InteractionMatrix, _ context: FitContext) {
        self.detector = detector
        self.matrix = matrix
        self.context = context
        userOfPair = (0..<matrix.users.count).flatMap { user in
            repeatElement(Int32(user), count: matrix.counts.range(ofRow: user).count)
        }
        users = AdaptiveFactors(rows: matrix.users.count, columns: detector.columns)
        resources = AdaptiveFactors(rows: matrix.resources.count, columns: detector.columns)
        let deviation = 0.1 / Double(detector.rank).squareRoot()
        for tenant in matrix.tenants {
            let random = RandomStream(seed: seed(of: tenant).derived("factors"))
            func draw(_ rows: Range<Int>, _ factors: inout AdaptiveFactors, last: Float) {
                for row in rows {
                    for column in 0..<detector.columns {
                        factors.values[row, column] =
                            column < detector.rank ? Float(random.gaussian(standardDeviation: deviation)) : last
                    }
                }
            }
            draw(tenant.users, &users, last: 1)
            draw(tenant.resources, &resources, last: 0)
        }
    }

    /// Each tenant has streams of its own, so that it does not depend on the others.
    private func seed(of tenant: InteractionMatrix.Tenant) -> Seed {
        context.seed.derived("logistic-factorization", detector.seed).derived(tenant.name)
    }

    package var isFinished: Bool { steps >= detector.epochs }

    package mutating func advance() throws {
        try context.checkCancellation()
        let detector = detector, counts = matrix.counts, userOfPair = userOfPair
        let tenants = matrix.tenants, isCancelled = context.isCancelled, workers = context.workers
        let seeds = tenants.map { seed(of: $0).derived("epoch", steps) }
        var losses = tenants.map { _ in 0.0 }
        let completed = users.withPointers { users in
            resources.withPointers { resources in
                losses.withUnsafeMutableBufferPointer { losses in
                    // Tenants have rows of their own.
                    nonisolated(unsafe) let (users, resources, losses) = (users, resources, losses)
                    return workers.allSucceed(of: tenants.count, size: 1) { chunk in
                        for index in chunk {
                            let pairs =
                                counts.rowOffsets[
                                    tenants[index].users.lowerBound]..<counts
                                .rowOffsets[tenants[index].users.upperBound]
                            let loss = detector.run(
                                pairs, users: userOfPair, resources: counts.columnIndices, tenants[index], users,
                                resources, RandomStream(seed: seeds[index]), unless: isCancelled)
                            guard let loss else { return false }
                            losses[index] = loss
                        }
                        return true
                    }
                }
            }
        }
        guard completed else { throw CancellationError() }
        self.losses = losses
        steps += 1
    }

    /// The mean loss of the last epoch's comparisons, one for each observed pair, without the regularisation.
    package func objective() -> Double? {
        losses.isEmpty ? nil : losses.reduce(0, +) / Double(matrix.pairCount)
    }

    package func fitted() throws -> any FittedDetector {
        guard users.values.elements.allSatisfy(\.isFinite), resources.values.elements.allSatisfy(\.isFinite) else {
            throw DetectorError("the factors overflow; lower learning_rate or regularization")
        }
        return detector.model(
            FactorModel(userFactors: users.values, resourceFactors: resources.values), of: matrix)
    }
}

extension LogisticFactorization {
    /// Takes a step for each of one tenant's pairs, in random order.
    ///
    /// - Parameter isCancelled: asked before every few thousand pairs.
    /// - Returns: the sum of their losses; nil once cancelled.
    fileprivate func run(
        _ pairs: Range<Int>, users userOfPair: [Int32], resources resourceOfPair: [Int32],
        _ tenant: InteractionMatrix.Tenant, _ users: AdaptiveFactors.Pointers, _ resources: AdaptiveFactors.Pointers,
        _ random: RandomStream, unless isCancelled: () -> Bool
    ) -> Double? {
        var order = Array(pairs)
        random.shuffle(&order)
        var total = 0.0
        let batch = 4096
        for start in stride(from: 0, to: order.count, by: batch) {
            if isCancelled() { return nil }
            run(
                order[start..<min(order.count, start + batch)], of: pairs, users: userOfPair,
                resources: resourceOfPair, tenant, users, resources, random, addingLossesTo: &total)
        }
        return total
    }

    private func run(
        _ order: ArraySlice<Int>, of pairs: Range<Int>, users userOfPair: [Int32], resources resourceOfPair: [Int32],
        _ tenant: InteractionMatrix.Tenant, _ users: AdaptiveFactors.Pointers, _ resources: AdaptiveFactors.Pointers,
        _ random: RandomStream, addingLossesTo total: inout Double
    ) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: negatives + 1) { slopes in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: negatives + 1) { candidates in
                withUnsafeTemporaryAllocation(of: Float.self, capacity: columns) { gradient in
                    for pair in order {
                        let user = Int(userOfPair[pair]) * columns
                        let x = users.values + user
                        candidates[0] = Int(resourceOfPair[pair]) * columns
                        for index in 1...negatives {
                            // A pair's resource is a draw by popularity.
                            let drawn =
                                isUniform
                                ? tenant.resources.lowerBound + random.index(below: tenant.resources.count)
                                : Int(resourceOfPair[pairs.lowerBound + random.index(below: pairs.count)])
                            candidates[index] = drawn * columns
                        }
                        for index in 0...negatives {
                            let y = resources.values + candidates[index]
                            var prediction: Float = 0
                            for column in 0..<columns { prediction += x[column] * y[column] }
                            slopes[index] = prediction
                        }
                        total += Double(loss.differentiate(slopes))
                        for column in 0..<columns { gradient[column] = regularization * x[column] }
                        for index in 0...negatives {
                            let y = resources.values + candidates[index], slope = slopes[index]
                            let squares = resources.squares + candidates[index]
                            for column in 0..<columns {
                                gradient[column] += slope * y[column]
                                step(&y[column], &squares[column], slope * x[column] + regularization * y[column])
                            }
                        }
                        // A user's last column belongs to the resource's bias and stays 1.
                        let squares = users.squares + user
                        for column in 0..<rank { step(&x[column], &squares[column], gradient[column]) }
                    }
                }
            }
        }
    }

    /// AdaGrad (Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic
    /// optimization", JMLR 12, 2011).
    @inline(__always)
    private func step(_ value: inout Float, _ squares: inout Float, _ derivative: Float) {
        squares += derivative * derivative
        value -= learningRate * derivative / squares.squareRoot()
    }
}
