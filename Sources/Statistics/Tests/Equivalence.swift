/// Whether a difference matters, by its interval and a region of practical equivalence.
///
/// J. K. Kruschke, "Rejecting or accepting parameter values in Bayesian estimation", AMPPS 1, 2018, read for any
/// interval.
public enum Equivalence: String, Hashable, Sendable, Encodable {
    case equivalent = "practically equivalent"
    case larger
    case smaller
    case undecided

    /// - Parameters:
    ///   - difference: with its interval; without one nothing is decided.
    ///   - margin: the largest difference that does not matter, such as 0.01 of average precision.
    public init(of difference: Estimate, within margin: Double) {
        guard let interval = difference.interval else { self = .undecided; return }
        if interval.lowerBound > margin {
            self = .larger
        } else if interval.upperBound < -margin {
            self = .smaller
        } else if interval.lowerBound >= -margin, interval.upperBound <= margin {
            self = .equivalent
        } else {
            self = .undecided
        }
    }
}
