import Foundation
public import Statistics

/// Numbers as they are printed for people.
public enum Number {
    /// A value with as many digits as its interval supports: `0.83 ± 0.04`.
    public static func text(_ estimate: Estimate) -> String {
        guard let interval = estimate.interval else { return text(estimate.value) }
        let half = (interval.upperBound - interval.lowerBound) / 2
        guard half.isFinite else { return "\(text(estimate.value)) ± \(text(half))" }
        guard half > 0 else { return "\(text(estimate.value)) ± 0" }
        let decimals = min(6, max(0, 1 - Int(log10(half).rounded(.down))))
        return "\(fixed(estimate.value, decimals)) ± \(fixed(half, decimals))"
    }

    /// A value without an interval, in four significant digits.
    public static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? grouped(Int(value)) : String(format: "%.4g", value)
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

    /// A number of things: `1 record`, `1,234 records`.
    public static func counted(_ count: Int, _ thing: String) -> String {
        "\(grouped(count)) \(thing)\(count == 1 ? "" : "s")"
    }

    /// An amount of memory in powers of 1,024: `1.2 MiB`.
    public static func bytes(_ count: Int) -> String {
        var amount = Double(count), unit = 0
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        while amount >= 1024, unit < units.count - 1 {
            amount /= 1024
            unit += 1
        }
        return (unit == 0 || amount >= 100 ? fixed(amount, 0) : fixed(amount, 1)) + " " + units[unit]
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

    private static func fixed(_ value: Double, _ decimals: Int) -> String {
        String(format: "%.\(decimals)f", value)
    }
}
