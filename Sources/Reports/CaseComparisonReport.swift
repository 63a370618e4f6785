import Files
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

/// A comparison case by case, for other programs.
public struct CaseComparisonSummary: Encodable, Sendable {
    let datasets: [Entry]

    private enum CodingKeys: String, CodingKey {
        case datasets = "worlds"
    }

    struct Entry: Encodable {
        var dataset: String
        var evaluation: EvaluationSummary

        private enum CodingKeys: String, CodingKey {
            case evaluation
            case dataset = "world"
        }
    }

    public init(_ comparison: CaseComparison) {
        datasets = comparison.datasets.map { Entry(dataset: $0.name, evaluation: EvaluationSummary($0.evaluation)) }
    }
}
