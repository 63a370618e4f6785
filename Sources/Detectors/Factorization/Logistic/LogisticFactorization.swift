import Foundation
public import Interactions
public import LinearAlgebra
public import Parameters

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
public struct LogisticFactorization: SteppedDetector {
    public static let id = "logistic-factorization"
    public static let summary = "Matrix factorisation that tells accesses from pairs drawn by activity and popularity."
    public static let structure: LatentStructure? = .factors

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

    public static let parameters: ParameterList = [
        rank, regularization, loss, sampling, negatives, epochs, learningRate, seed,
    ]
    public static var stepsParameter: Parameter<Int> { epochs }

    let rank: Int
    let regularization: Float
    let loss: ContrastiveLoss
    let isUniform: Bool
    let negatives: Int
    let epochs: Int
    let learningRate: Float
    let seed: Int

    public init(_ parameters: ParameterSet) {
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

    public func training(on matrix: InteractionMatrix, _ context: FitContext) throws -> LogisticTraining {
        guard matrix.pairCount > 0 else { throw DetectorError("there is no access to learn from") }
        return LogisticTraining(self, matrix, context)
    }

    public func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        try FactorModel(tensors, rank: columns, for: matrix)
    }
}
