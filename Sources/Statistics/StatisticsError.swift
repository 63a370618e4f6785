/// A sample from which a statistic cannot be computed.
public enum StatisticsError: Error, Hashable, Sendable, CustomStringConvertible {
    case notANumber
    case infinite
    case empty
    case oneClass
    case oneCluster
    case tooFew(needed: Int, found: Int)
    case noVariation
    case zeroExposure
    case negativeWeight
    case outOfRange(String)
    case noConvergence(String)

    /// What is wrong, in words that follow the name of the sample.
    public var description: String {
        switch self {
        case .notANumber: "a score is not a number (NaN)"
        case .infinite: "a value is infinite"
        case .empty: "there are no values"
        case .oneClass: "positives or negatives are missing"
        case .oneCluster: "a single cluster says nothing of the variation between clusters"
        case .tooFew(let needed, let found): "\(found) values where at least \(needed) are needed"
        case .noVariation: "all values are equal"
        case .zeroExposure: "the exposure of a rate must be positive and finite"
        case .negativeWeight: "a weight is negative"
        case .outOfRange(let name): "\(name) is out of range"
        case .noConvergence(let name): "the fit of \(name) did not converge"
        }
    }
}

extension StatisticsError {
    /// Throws for values that are not finite; arithmetic on them would give NaN, far from the cause.
    static func checkFinite(_ values: [Double]) throws(StatisticsError) {
        for value in values where !value.isFinite { throw value.isNaN ? .notANumber : .infinite }
    }

    static func checkLevel(_ level: Double) throws(StatisticsError) {
        guard level > 0, level < 1 else { throw .outOfRange("the level \(level)") }
    }
}
