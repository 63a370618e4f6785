import Comparisons
import Evaluation
import Statistics

/// The standard deviations that datasets, injections and starts bring; nothing where nothing is repeated.
struct VariationSources: ReportSection {
    static let id = "variation-sources"

    func sections(on study: StudyComparison) -> [Document.Section] {
        guard study.hasVariation else { return [] }
        let comparison = study.comparison
        func deviation(_ variance: Double?) -> String { variance.map { Number.text($0.squareRoot()) } ?? "" }
        let rows = comparison.ranking.compactMap { index -> [String]? in
            guard let components = study.variation[index], components.total > 0 else { return nil }
            return [
                comparison.algorithms[index], deviation(components.worlds), deviation(components.injections),
                deviation(components.initializations),
                components.isUnstable ? "unstable: the start matters most" : "",
            ]
        }
        let table = Table(
            [
                .text("algorithm"), .number("worlds, SD"), .number("injections, SD"), .number("starts, SD"),
                .text("remark"),
            ], rows: rows)
        return [Document.Section("Where the variation comes from", [.table(table)])]
    }
}

extension StudyComparison {
    /// Whether some algorithm's measurement varies over what is repeated.
    var hasVariation: Bool { variation.contains { ($0?.total ?? 0) > 0 } }
}
