import Lints
import Studies

/// What the lints found: every lint with its verdict and the evidence.
struct LintFindings: ReportSection {
    static let id = "lint-findings"

    func sections(on result: StudyResult) -> [Document.Section] {
        var datasets: [String] = []
        for report in result.lints where !datasets.contains(report.dataset) { datasets.append(report.dataset) }
        return datasets.map { dataset in
            let own = result.lints.filter { $0.dataset == dataset }
            let rows = own.map { [$0.verdict.rawValue, $0.lint, $0.evidence] }
            return Document.Section(
                nil, [.table(Table([.text("lint"), .text("of \(dataset)"), .text("evidence")], rows: rows))])
        }
    }
}
