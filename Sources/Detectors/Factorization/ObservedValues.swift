import Foundation
import Interactions
import LinearAlgebra
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
    /// The number of accesses divided by the days, of UTC, on which the user made any access: how likely the access is
    /// on a day on which the user is at work.
    case perActiveDay
    /// The number of accesses divided by the days, of UTC, from the pair's first access to its last, these two
    /// included: the reference system's likelihood. A thousand accesses on one day are 1000, ten a day on twenty days
    /// are 10.
    case perSpanDay

    /// The kinds of values, without their settings.
    enum Kind: String, ParameterChoice {
        case counts, binary, logarithm, rescaled, recent
        case perActiveDay = "per-active-day"
        case perSpanDay = "per-span-day"
    }

    static let kind = Parameter<Kind>(
        "values", standard: .binary, needingTimes: [.recent, .perActiveDay, .perSpanDay],
        "What r is: the number of accesses, 1, log(1 + accesses / log_scale), accesses mapped to 5 to 10, a weight "
            + "that halves every half_life_days since the last access, accesses a day on which the user was active, or "
            + "accesses a day from the pair's first to its last; the last three need times.")
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
            case .perActiveDay: .perActiveDay
            case .perSpanDay: .perSpanDay
            }
    }

    private var kind: Kind {
        switch self {
        case .counts: .counts
        case .binary: .binary
        case .logarithm: .logarithm
        case .rescaled: .rescaled
        case .recent: .recent
        case .perActiveDay: .perActiveDay
        case .perSpanDay: .perSpanDay
        }
    }

    /// - Throws: ``DetectorError`` where the values come from times, and the accesses of a matrix do not all have one.
    func check(_ matrix: InteractionMatrix) throws {
        let isThere =
            switch self {
            case .counts, .binary, .logarithm, .rescaled: true
            case .recent: matrix.recency != nil
            case .perActiveDay, .perSpanDay: matrix.days != nil
            }
        guard isThere else { throw DetectorError(needingTimes: Self.kind.name, kind.rawValue) }
    }

    /// The value of a pair.
    ///
    /// - Parameters:
    ///   - count: its accesses.
    ///   - counts: the least and the largest number of accesses of a pair of the tenant.
    ///   - days: the days since its last access.
    ///   - activeDays: the days on which its user made an access.
    ///   - spanDays: the days from its first access to its last.
    func value(
        ofCount count: Double, among counts: ClosedRange<Double>, days: Double = 0, activeDays: Double = 1,
        spanDays: Double = 1
    ) -> Double {
        switch self {
        case .counts: count
        case .binary: 1
        case .logarithm(let scale): log1p(count / scale)
        case .rescaled:
            counts.lowerBound < counts.upperBound
                ? 5 + 5 * (count - counts.lowerBound) / (counts.upperBound - counts.lowerBound) : 7.5
        case .recent(let halfLife): exp2(-days / halfLife)
        case .perActiveDay: count / activeDays
        case .perSpanDay: count / spanDays
        }
    }

    /// The value of a pair of a matrix that has what the values need.
    ///
    /// - Parameters:
    ///   - entry: the pair's place among the entries.
    ///   - user: the pair's user.
    ///   - counts: the least and the largest number of accesses of a pair of the tenant.
    func value(
        ofEntry entry: Int, ofUser user: Int, in matrix: InteractionMatrix, among counts: ClosedRange<Double>
    ) -> Double {
        value(
            ofCount: Double(matrix.counts.values[entry]), among: counts,
            days: matrix.recency.map { Double($0[entry]) } ?? 0, activeDays: matrix.activeDays(ofUser: user),
            spanDays: matrix.days.map { Double($0.spans[entry]) } ?? 1)
    }
}

extension InteractionMatrix {
    /// The days on which a user made an access; one where none is known.
    func activeDays(ofUser user: Int) -> Double {
        days.map { Double(max(1, $0.ofUsers[user])) } ?? 1
    }
}

extension DetectorError {
    /// Values that come from times, where the accesses do not all have one.
    init(needingTimes parameter: String, _ value: String) {
        self.init(
            "\(parameter): \(value) needs the time of every access, and some have none; take other \(parameter), or "
                + "train on a log with times")
    }
}
