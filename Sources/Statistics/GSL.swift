import CGSL

/// The statistics library below this module.
public enum GSL {
    public static let version = String(cString: accesslab_gsl_version())

    /// Read this before calling a GSL function that may fail; otherwise GSL ends the process.
    static let errorsReturn: Void = accesslab_gsl_errors_return()

    /// The quantile of a distribution by GSL's inverse, or by bisection where that inverse does not converge.
    ///
    /// GSL 2.7 does not converge for some beta and gamma distributions of large parameters.
    static func quantile(
        _ probability: Double, within bounds: ClosedRange<Double>, inverse: (Double) -> Double,
        cumulative: (Double) -> Double
    ) -> Double {
        errorsReturn
        let guess = inverse(probability)
        if guess.isFinite, abs(cumulative(guess) - probability) <= 1e-12 * probability { return guess }
        var (low, high) = (bounds.lowerBound, bounds.upperBound)
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return middle }
            if cumulative(middle) < probability { low = middle } else { high = middle }
        }
    }
}
