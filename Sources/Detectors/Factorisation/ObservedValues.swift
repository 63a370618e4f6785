import Foundation
import Interactions
import Parameters

/// What the value r of an observed pair is.
enum ObservedValues: Hashable, Sendable {
    /// The number of accesses.
    case counts
    /// One.
    case binary
    /// log(1 + n/ε) of the number n of accesses (Hu, Koren and Volinsky 2008, equation 6).
    case logarithm(scale: Double)
    /// The number of accesses, mapped linearly so that the smallest of the tenant becomes 5 and the largest 10, and
    /// all become 7.5 where they are equal: the scale of Microsoft's CyberML, so that its settings carry over.
    case rescaled

    init(_ parameters: ParameterSet) {
        self =
            switch parameters.choice("values") {
            case "counts": .counts
            case "logarithm": .logarithm(scale: parameters.real("log_scale"))
            case "rescaled": .rescaled
            default: .binary
            }
    }

    static let parameters = [
        ParameterDescription(
            "values", .choice(["counts", "binary", "logarithm", "rescaled"]), default: .string("binary"),
            "What r is: the number of accesses, 1, log(1 + accesses / log_scale), or accesses mapped to 5 to 10."),
        ParameterDescription(
            "log_scale", .real(1e-6...1e9), default: .real(1), "ε of the logarithmic values."),
    ]

    /// The values of counts between two bounds.
    func value(ofCount count: Double, among counts: ClosedRange<Double>) -> Double {
        switch self {
        case .counts: count
        case .binary: 1
        case .logarithm(let scale): log1p(count / scale)
        case .rescaled:
            counts.lowerBound < counts.upperBound
                ? 5 + 5 * (count - counts.lowerBound) / (counts.upperBound - counts.lowerBound) : 7.5
        }
    }
}
