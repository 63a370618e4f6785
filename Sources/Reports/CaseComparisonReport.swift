import AccessLogs
public import Experiments

/// A comparison case by case, dataset by dataset, as text.
public struct CaseComparisonReport: Sendable {
    private let comparison: CaseComparison

    public init(_ comparison: CaseComparison) {
        self.comparison = comparison
    }

    public var text: String {
        comparison.datasets.map {
            "\(VisibleText.line($0.name)), case by case\n\n" + EvaluationReport($0.evaluation).text
        }
        .joined(separator: "\n")
    }
}
