import Comparisons
import Evaluation

/// A comparison case by case, dataset by dataset.
struct ComparedCases: ReportSection {
    static let id = "compared-cases"

    private let parts: [any ReportSection<TableEvaluation>]

    /// - Parameter parts: what is said of each dataset.
    init(_ parts: [any ReportSection<TableEvaluation>]) {
        self.parts = parts
    }

    func sections(on comparison: CaseComparison) -> [Document.Section] {
        comparison.datasets.flatMap { dataset in
            [Document.Section("\(dataset.name), case by case")]
                + parts.flatMap { $0.sections(on: dataset.evaluation) }
        }
    }
}
