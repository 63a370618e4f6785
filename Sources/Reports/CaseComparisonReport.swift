import AccessLogs
public import Experiments

/// A comparison case by case, world by world, as text.
public struct CaseComparisonReport: Sendable {
    private let comparison: CaseComparison

    public init(_ comparison: CaseComparison) {
        self.comparison = comparison
    }

    public var text: String {
        comparison.worlds.map {
            "\(VisibleText.line($0.name)), case by case\n\n" + EvaluationReport($0.evaluation).text
        }
        .joined(separator: "\n")
    }
}

/// A comparison case by case, for other programs.
public struct CaseComparisonSummary: Encodable, Sendable {
    let worlds: [World]

    struct World: Encodable {
        var world: String
        var evaluation: EvaluationSummary
    }

    public init(_ comparison: CaseComparison) {
        worlds = comparison.worlds.map { World(world: $0.name, evaluation: EvaluationSummary($0.evaluation)) }
    }
}
