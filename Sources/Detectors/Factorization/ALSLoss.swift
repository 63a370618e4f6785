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
