public import Parameters

extension Metrics {
    /// A metric as lists and help texts show it.
    public static func entry(of metric: any Metric) -> CatalogueEntry {
        let facts: [(String, String?)] = [
            ("reference", metric.reference),
            ("better", metric.higherIsBetter ? "higher" : "lower"),
            ("needs", metric.needs.names.isEmpty ? nil : metric.needs.names.joined(separator: ", ")),
            (
                "measured",
                metric.isBudgeted ? "at each number of alerts a day, benign and injected ones together" : nil
            ),
            ("resampling", metric.notResampled),
        ]
        return CatalogueEntry(
            metric.name, summary: metric.definition,
            facts: facts.compactMap { name, text in text.map { CatalogueEntry.Fact(name, $0) } })
    }
}
