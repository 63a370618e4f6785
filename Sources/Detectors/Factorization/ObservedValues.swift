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
    /// ½ to the power of the days since the pair's last access, before the newest access of the training, divided by
    /// the half-life: one for a pair accessed at the end.
    case recent(halfLife: Double)

    /// The kinds of values, without their settings.
    enum Kind: String, ParameterChoice {
        case counts, binary, logarithm, rescaled, recent
    }

    static let kind = Parameter<Kind>(
        "values", standard: .binary,
        "What r is: the number of accesses, 1, log(1 + accesses / log_scale), accesses mapped to 5 to 10, or a "
            + "weight that halves every half_life_days since the last access.")
    static let logScale = Parameter<Double>(
        "log_scale", in: 1e-6...1e9, standard: 1, "ε of the logarithmic values.")
    static let halfLifeDays = Parameter<Double>(
        "half_life_days", in: 1e-3...1e6, standard: 30, "Half-life of the recent values in days.")

    static let parameters: ParameterList = [kind, logScale, halfLifeDays]

    init(_ parameters: ParameterSet) {
        let scale = parameters[Self.logScale], halfLife = parameters[Self.halfLifeDays]
        self =
            switch parameters[Self.kind] {
            case .counts: .counts
            case .binary: .binary
            case .logarithm: .logarithm(scale: scale)
            case .rescaled: .rescaled
            case .recent: .recent(halfLife: halfLife)
            }
    }

    /// Whether the values come from the times of accesses.
    var needTimes: Bool {
        if case .recent = self { true } else { false }
    }

    /// The value of a pair.
    ///
    /// - Parameters:
    ///   - count: its accesses.
    ///   - counts: the least and the largest number of accesses of a pair of the tenant.
    ///   - days: the days since its last access.
    func value(ofCount count: Double, among counts: ClosedRange<Double>, days: Double = 0) -> Double {
        switch self {
        case .counts: count
        case .binary: 1
        case .logarithm(let scale): log1p(count / scale)
        case .rescaled:
            counts.lowerBound < counts.upperBound
                ? 5 + 5 * (count - counts.lowerBound) / (counts.upperBound - counts.lowerBound) : 7.5
        case .recent(let halfLife): exp2(-days / halfLife)
        }
    }
}
