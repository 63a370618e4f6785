public import Experiments

/// What the lints found, for a terminal: every lint with its verdict and the evidence.
public struct LintTable: Sendable {
    private let reports: [LintReport]

    public init(_ reports: [LintReport]) {
        self.reports = reports
    }

    public var text: String {
        var datasets: [String] = []
        for report in reports where !datasets.contains(report.dataset) { datasets.append(report.dataset) }
        return datasets.map { dataset in
            let own = reports.filter { $0.dataset == dataset }
            let rows = own.map { [$0.verdict.rawValue, $0.lint, $0.evidence] }
            return Table([.text("lint"), .text("of \(dataset)"), .text("evidence")], rows: rows).text
        }.joined(separator: "\n")
    }
}
