import Foundation

/// Numbers as they are printed for people.
public enum Number {
    /// A value with as many digits as its interval supports: `0.83 ± 0.04`, or `0.98 [0.93, 0.99]` where the interval
    /// reaches much farther to one side than to the other.
    public static func text(_ estimate: Estimate) -> String {
        guard let interval = estimate.interval else { return text(estimate.value) }
        let half = (interval.upperBound - interval.lowerBound) / 2
        guard half.isFinite else { return "\(text(estimate.value)) ± \(text(half))" }
        guard half > 0 else { return "\(text(estimate.value)) ± 0" }
        let below = estimate.value - interval.lowerBound, above = interval.upperBound - estimate.value
        guard max(below, above) <= 1.25 * half else { return withInterval(estimate) }
        let decimals = decimals(for: interval)
        return "\(fixed(estimate.value, decimals: decimals)) ± \(fixed(half, decimals: decimals))"
    }

    /// The decimals that an interval supports: those that show two digits of its half-width, six at most.
    public static func decimals(for interval: ClosedRange<Double>) -> Int {
        let half = (interval.upperBound - interval.lowerBound) / 2
        guard half.isFinite, half > 0 else { return 4 }
        return min(6, max(0, 1 - Int(log10(half).rounded(.down))))
    }

    /// A value with the ends of its interval, with as many digits as that supports: `0.83 [0.79, 0.87]`.
    ///
    /// - Parameter decimals: of all three numbers; nil for those that the interval supports.
    public static func withInterval(_ estimate: Estimate, decimals: Int? = nil) -> String {
        guard let interval = estimate.interval else { return text(estimate.value) }
        guard interval.lowerBound.isFinite, interval.upperBound.isFinite, interval.lowerBound < interval.upperBound
        else {
            return "\(text(estimate.value)) \(text(interval, decimals: decimals))"
        }
        let shown = decimals ?? Self.decimals(for: interval)
        return "\(fixed(estimate.value, decimals: shown)) \(text(interval, decimals: shown))"
    }

    /// An interval: `[0.79, 0.87]`.
    public static func text(_ interval: ClosedRange<Double>, decimals: Int? = nil) -> String {
        func number(_ value: Double) -> String { decimals.map { fixed(value, decimals: $0) } ?? text(value) }
        return "[\(number(interval.lowerBound)), \(number(interval.upperBound))]"
    }

    /// A value without an interval.
    ///
    /// - Parameters:
    ///   - digits: the significant digits of a number that is not whole.
    ///   - isGrouped: whether the thousands of a whole number are set apart.
    public static func text(_ value: Double, digits: Int = 4, isGrouped: Bool = true) -> String {
        guard value == value.rounded(), abs(value) < 1e15 else { return String(format: "%.\(digits)g", value) }
        return isGrouped ? grouped(Int(value)) : String(Int(value))
    }

    /// A fraction in per cent, with two significant digits: `53 %`, `0.12 %`.
    public static func percent(_ fraction: Double) -> String {
        let percent = fraction * 100
        return (abs(percent) >= 10 ? String(format: "%.0f", percent) : String(format: "%.2g", percent)) + " %"
    }

    /// A probability as results state it: `0.031`, `< 0.0001`.
    public static func pValue(_ value: Double) -> String {
        value < 0.0001 ? "< 0.0001" : String(format: "%.2g", value)
    }

    /// The statement of a probability: `p = 0.031`, `p < 0.0001`.
    public static func statement(ofPValue value: Double) -> String {
        let text = pValue(value)
        return text.hasPrefix("<") ? "p \(text)" : "p = \(text)"
    }

    /// A number of things: `1 record`, `1,234 records`, `2 accesses`.
    public static func counted(_ count: Int, _ thing: String, _ things: String? = nil) -> String {
        "\(grouped(count)) \(count == 1 ? thing : things ?? thing + "s")"
    }

    /// An amount of memory in powers of 1,024: `1.2 MiB`.
    public static func bytes(_ count: Int) -> String {
        var amount = Double(count), unit = 0
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        while amount >= 1024, unit < units.count - 1 {
            amount /= 1024
            unit += 1
        }
        return fixed(amount, decimals: unit == 0 || amount >= 100 ? 0 : 1) + " " + units[unit]
    }

    /// A whole number with its thousands set apart: `1,234,567`.
    public static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (value < 0 ? "-" : "") + text
    }

    /// A number with a stated number of decimals: `0.50`.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        String(format: "%.\(decimals)f", value)
    }
}
