import Foundation

/// The mean of Cauchy deviates of tail probabilities, which in the tail is nearly Cauchy however signals depend on each
/// other: T = mean tan((½ − p)π), p = ½ − arctan(T)/π (Y. Liu and J. Xie, "Cauchy combination test", JASA 115, 2020).
package struct CauchyCombination: CombinationRule {
    package static let id = "cauchy"
    package static let summary = "one strong sign counts, however the signals depend on each other"

    /// Learns nothing: the rule holds for any dependence.
    package init(fittedTo benign: [[Double]]) throws(StatisticsError) {}

    package func combined(_ evidence: [Double]) -> Double {
        guard !evidence.isEmpty else { return 0 }
        let mean = evidence.reduce(0) { $0 + Self.deviate(pow(10, -min($1, 300))) } / Double(evidence.count)
        // For large T, ½ − arctan(T)/π is arctan(1/T)/π, without the difference of nearly equal numbers.
        let tail = mean > 1 ? atan(1 / mean) / .pi : 0.5 - atan(mean) / .pi
        return max(0, -log10(tail))
    }

    /// tan((½ − p)π) = 1/tan(pπ), of a p of at most 0.999: one of 1, as of a signal that says nothing, has no deviate.
    private static func deviate(_ tail: Double) -> Double {
        tail < 0.5 ? 1 / tan(tail * .pi) : tan((0.5 - min(tail, 0.999)) * .pi)
    }
}
