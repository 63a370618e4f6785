/// A sample from which a statistic cannot be computed.
public enum StatisticsError: Error, Hashable, Sendable, CustomStringConvertible {
    case notANumber

    public var description: String {
        switch self {
        case .notANumber: "a score is not a number (NaN)"
        }
    }
}
