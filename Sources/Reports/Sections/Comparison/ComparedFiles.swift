import Evaluation
import Statistics

/// Files of scored rows compared pairwise.
struct ComparedFiles: ReportSection {
    static let id = "compared-files"

    func sections(on evaluation: TableEvaluation) -> [Document.Section] {
        guard !evaluation.comparisons.isEmpty else { return [] }
        let tests = evaluation.correctedTests
        let correction =
            tests > 1
            ? " after Holm's correction for \(tests) tests: of both measures, and of all pairs of files" : ""
        return evaluation.comparisons.map { section(on: $0, amongSeveral: tests > 1) } + [
            Document.Section(nil, [.note(["* significant at \(Number.text(1 - evaluation.level))\(correction)"])])
        ]
    }

    private func section(
        on comparison: TableEvaluation.Comparison, amongSeveral: Bool
    ) -> Document.Section {
        let rows = comparison.differences.map { difference -> [String] in
            switch difference.estimate {
            case .success(let estimate):
                [
                    difference.metric, Number.text(estimate.value), estimate.interval.map { Number.text($0) } ?? "",
                    difference.equivalence?.rawValue ?? "", estimate.method,
                ]
            case .failure(let reason): [difference.metric, "undefined", "", "", "\(reason)"]
            }
        }
        let table = Table(
            [
                .text("metric"), .number("difference"), .text("interval"), .text("in practice"),
                .text("interval by"),
            ], rows: rows)
        return Document.Section(
            "\(comparison.first) minus \(comparison.second)",
            [.table(table)] + comparison.tests.map { .paragraph(text(of: $0, amongSeveral: amongSeveral)) })
    }

    private func text(of test: TableEvaluation.Test, amongSeveral: Bool) -> String {
        let difference = test.difference.map { ", difference \(Number.text($0))" } ?? ""
        let heading = "\(test.metric)\(difference), \(test.name): "
        switch test.outcome {
        case .performed(let result):
            let corrected =
                amongSeveral ? test.correctedPValue.map { ", after Holm \(Number.pValue($0))" } ?? "" : ""
            let star = test.isSignificant ? " *" : ""
            return heading + "\(Number.statement(ofPValue: result.pValue))\(corrected)\(star), \(result.method)"
        case .refused(let reason): return heading + "refused: \(reason)"
        }
    }
}
