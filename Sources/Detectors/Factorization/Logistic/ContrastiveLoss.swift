import Foundation

/// The loss of an observed pair with the prediction z₀ and k drawn pairs with z₁ … zₖ.
enum ContrastiveLoss: Hashable, Sendable {
    /// softplus(−(z₀ − shift)) + Σ softplus(zₙ − shift); the shift is log k.
    case logistic(shift: Float)
    /// Σ softplus(zₙ − z₀).
    case bpr

    /// The loss, with every prediction replaced by the derivative by it.
    func differentiate(_ predictions: UnsafeMutableBufferPointer<Float>) -> Float {
        var total: Float = 0
        switch self {
        case .logistic(let shift):
            let observed = Self.softplus(shift - predictions[0])
            predictions[0] = -observed.slope
            total = observed.loss
            for index in 1..<predictions.count {
                let drawn = Self.softplus(predictions[index] - shift)
                predictions[index] = drawn.slope
                total += drawn.loss
            }
        case .bpr:
            var slopes: Float = 0
            for index in 1..<predictions.count {
                let drawn = Self.softplus(predictions[index] - predictions[0])
                predictions[index] = drawn.slope
                slopes += drawn.slope
                total += drawn.loss
            }
            predictions[0] = -slopes
        }
        return total
    }

    /// log(1 + eᵗ) and its derivative 1 / (1 + e⁻ᵗ), without overflow.
    private static func softplus(_ value: Float) -> (loss: Float, slope: Float) {
        let small = exp(-abs(value))
        return (max(value, 0) + log1p(small), (value > 0 ? 1 : small) / (1 + small))
    }
}
