import Foundation
public import Parameters

/// The values that a search tries for one parameter.
public enum Dimension: Hashable, Sendable {
    case constant(ParameterValue)
    case categorical([ParameterValue])
    case integer(low: Int, high: Int, scale: Scale)
    case real(low: Double, high: Double, scale: Scale)

    /// How the values between two bounds are spaced.
    public enum Scale: String, CaseIterable, Hashable, Sendable {
        case linear
        /// The doublings of the lower bound: from 4 to 32 these are 4, 8, 16 and 32. Integers only.
        case log2
        case log
    }

    /// - Throws: ``SearchError`` for bounds that are reversed, do not suit the scale, or leave no value.
    public func validate() throws(SearchError) {
        switch self {
        case .constant:
            return
        case .categorical(let values):
            if values.isEmpty { throw SearchError("a categorical dimension needs at least one value") }
            var found: Set<ParameterValue> = []
            if let repeated = values.first(where: { !found.insert($0).inserted }) {
                throw SearchError("the value '\(repeated)' is listed more than once")
            }
        case .integer(let low, let high, let scale):
            if low > high { throw SearchError("low (\(low)) must not exceed high (\(high))") }
            if scale != .linear, low < 1 { throw SearchError("a \(scale) scale needs a low of at least 1, not \(low)") }
        case .real(let low, let high, let scale):
            if !low.isFinite || !high.isFinite { throw SearchError("low and high must be finite") }
            if low > high { throw SearchError("low (\(low)) must not exceed high (\(high))") }
            if scale == .log2 { throw SearchError("the scale log2 is for whole numbers; use log") }
            if scale == .log, low <= 0 { throw SearchError("a log scale needs a low above 0, not \(low)") }
        }
    }

    /// How many values there are; nil for a continuum.
    public var count: Int? {
        if let listed { return listed.count }
        guard case .integer(let low, let high, _) = self else { return nil }
        let (width, overflow) = high.subtractingReportingOverflow(low)
        return overflow || width == .max ? .max : width + 1
    }

    /// All values, where they are few and stand for themselves; nil for a range, which is cut into levels.
    var listed: [ParameterValue]? {
        switch self {
        case .constant(let value):
            return [value]
        case .categorical(let values):
            return values
        case .integer(let low, let high, .log2):
            return sequence(first: low) { value in
                let (double, overflow) = value.multipliedReportingOverflow(by: 2)
                return overflow || double > high ? nil : double
            }.map(ParameterValue.integer)
        case .integer(let low, let high, _):
            return low == high ? [.integer(low)] : nil
        case .real(let low, let high, _):
            return low == high ? [.real(low)] : nil
        }
    }

    /// The values of a grid: all listed ones, or at most the given number, evenly spaced on the dimension's scale
    /// from one bound to the other.
    func levels(_ number: Int) -> [ParameterValue] {
        if let listed { return listed }
        var levels: [ParameterValue] = []
        for level in 0..<number {
            let value = value(at: Double(level) / Double(max(1, number - 1)))
            // Neighbouring levels of a narrow integer range round to the same number.
            if value != levels.last { levels.append(value) }
        }
        return levels
    }

    /// The value at a fraction of the way from the lower bound (0) to the upper bound (1).
    private func value(at fraction: Double) -> ParameterValue {
        switch self {
        case .constant(let value):
            value
        case .categorical(let values):
            values[min(values.count - 1, Int(fraction * Double(values.count)))]
        case .integer(let low, let high, let scale):
            .integer(
                Self.whole(
                    Self.interpolated(Double(low), Double(high), scale, fraction).rounded(), from: low, through: high))
        case .real(let low, let high, let scale):
            .real(min(high, max(low, Self.interpolated(low, high, scale, fraction))))
        }
    }

    private static func interpolated(_ low: Double, _ high: Double, _ scale: Scale, _ fraction: Double) -> Double {
        // The bounds are exact, whatever the logarithm would round them to.
        if fraction == 0 { return low }
        if fraction == 1 { return high }
        return scale == .linear
            ? low * (1 - fraction) + high * fraction
            : exp(log(low) * (1 - fraction) + log(high) * fraction)
    }

    /// Maps a uniform variate in [0, 1) to a value: listed values and whole numbers on a linear scale are equally
    /// likely; on a log scale, equal ratios are.
    func value(drawnBy uniform: Double) -> ParameterValue {
        if let listed { return listed[min(listed.count - 1, Int(uniform * Double(listed.count)))] }
        switch self {
        case .integer(let low, let high, .linear):
            let drawn = (Double(low) + uniform * (Double(high) - Double(low) + 1)).rounded(.down)
            return .integer(Self.whole(drawn, from: low, through: high))
        case .integer(let low, let high, let scale):
            // Half a step beyond each bound, so that the bounds are as likely as their neighbours.
            let drawn = Self.interpolated(Double(low) - 0.5, Double(high) + 0.5, scale, uniform).rounded()
            return .integer(Self.whole(drawn, from: low, through: high))
        default:
            return value(at: uniform)
        }
    }

    private static func whole(_ value: Double, from low: Int, through high: Int) -> Int {
        min(high, max(low, Int(exactly: value) ?? (value < 0 ? low : high)))
    }
}
