public import Evaluation
import Statistics

/// Measured files and their comparison, for a terminal.
public struct EvaluationReport: Sendable {
    private let evaluation: TableEvaluation

    public init(_ evaluation: TableEvaluation) {
        self.evaluation = evaluation
    }

    public var text: String {
        (evaluation.files.map(text(of:)) + [comparisons].compactMap { $0 }).joined(separator: "\n")
    }

    private func text(of file: TableEvaluation.File) -> String {
        let heading =
            "\(file.name): \(Number.counted(file.rows, "row")), \(Number.grouped(file.injected)) injected; "
            + "columns \(file.columns.joined(separator: ", "))\n"
        var slices: [String] = []
        for figure in file.figures where !slices.contains(figure.figure.slice) { slices.append(figure.figure.slice) }
        // With one scenario or none the mean over scenarios says nothing new.
        if slices.count <= 3 { slices = [Evaluation.pooled] }
        var metrics: [String] = []
        for figure in file.figures where !metrics.contains(figure.figure.metric) {
            metrics.append(figure.figure.metric)
        }
        let cells = Dictionary(
            file.figures.map { ([$0.figure.metric, $0.figure.slice], $0) }, uniquingKeysWith: { first, _ in first })
        let rows = metrics.map { metric in
            [metric] + slices.map { slice in cells[[metric, slice]].map(Self.text) ?? "" }
                + [cells[[metric, Evaluation.pooled]].map(Self.method) ?? ""]
        }
        return heading
            + Table(
                [.text("metric")] + slices.map { .number($0) } + [.text("interval of \(Evaluation.pooled)")],
                rows: rows
            ).text
    }

    private static func text(_ figure: EstimatedFigure) -> String {
        guard let value = figure.figure.value.number else { return "undefined" }
        guard let interval = figure.interval else { return Number.text(value) }
        return "\(Number.text(value)) [\(Number.text(interval.lowerBound)), \(Number.text(interval.upperBound))]"
    }

    private static func method(_ figure: EstimatedFigure) -> String {
        if case .undefined(let reason) = figure.figure.value { return "undefined: \(reason)" }
        return figure.method
    }

    private var comparisons: String? {
        guard !evaluation.comparisons.isEmpty else { return nil }
        return evaluation.comparisons.map { comparison in
            let heading = "\(comparison.first) minus \(comparison.second)\n"
            let rows = comparison.differences.map { difference in
                switch difference.estimate {
                case .success(let estimate):
                    let interval = estimate.interval.map {
                        "[\(Number.text($0.lowerBound)), \(Number.text($0.upperBound))]"
                    }
                    return [
                        difference.metric, Number.text(estimate.value), interval ?? "",
                        difference.equivalence?.rawValue ?? "", estimate.method,
                    ]
                case .failure(let reason): return [difference.metric, "undefined", "", "", "\(reason)"]
                }
            }
            let table = Table(
                [
                    .text("metric"), .number("difference"), .text("interval"), .text("in practice"),
                    .text("interval by"),
                ], rows: rows)
            return heading + table.text
                + "roc_auc, DeLong's paired test: \(Self.text(comparison.areaTest))\n"
                + "mean average precision of incidents, randomisation: \(Self.text(comparison.incidentTest))\n"
        }.joined(separator: "\n")
    }

    private static func text(_ test: TableEvaluation.CorrectedTest) -> String {
        switch test.test {
        case .performed(let result):
            "p = \(Number.pValue(result.pValue)), after Holm \(Number.pValue(test.correctedPValue ?? 1))"
                + "\(test.isSignificant ? " *" : ""), \(result.method)"
        case .refused(let reason): "refused: \(reason)"
        }
    }
}

/// Measured files and their comparison, for other programs.
public struct EvaluationSummary: Encodable, Sendable {
    let files: [File]
    let comparisons: [Comparison]

    struct File: Encodable {
        var file: String
        var rows: Int
        var injected: Int
        var columns: [String]
        var figures: [Figure]
    }

    struct Figure: Encodable {
        var metric: String
        var slice: String
        var value: Double?
        var undefined: String?
        var low: Double?
        var high: Double?
        var method: String
    }

    struct Comparison: Encodable {
        var first: String
        var second: String
        var differences: [Difference]
        var tests: [Test]
    }

    struct Difference: Encodable {
        var metric: String
        var difference: Double?
        var undefined: String?
        var low: Double?
        var high: Double?
        var method: String?
        var equivalence: String?
    }

    struct Test: Encodable {
        var metric: String
        var test: String
        var statistic: Double?
        var pValue: Double?
        var correctedPValue: Double?
        var significant: Bool
        var refused: String?
    }

    public init(_ evaluation: TableEvaluation) {
        files = evaluation.files.map { file in
            File(
                file: file.name, rows: file.rows, injected: file.injected, columns: file.columns,
                figures: file.figures.map { item in
                    var reason: String?
                    if case .undefined(let text) = item.figure.value { reason = text }
                    return Figure(
                        metric: item.figure.metric, slice: item.figure.slice, value: item.figure.value.number.finite,
                        undefined: reason, low: (item.interval?.lowerBound).finite,
                        high: (item.interval?.upperBound).finite, method: item.method)
                })
        }
        comparisons = evaluation.comparisons.map { comparison in
            Comparison(
                first: comparison.first, second: comparison.second,
                differences: comparison.differences.map { difference in
                    Difference(difference)
                },
                tests: [
                    Test("roc_auc", "DeLong, paired", comparison.areaTest),
                    Test("mean_incident_average_precision", "randomisation over incidents", comparison.incidentTest),
                ])
        }
    }
}

extension EvaluationSummary.Difference {
    fileprivate init(_ difference: TableEvaluation.Difference) {
        switch difference.estimate {
        case .success(let estimate):
            self.init(
                metric: difference.metric, difference: estimate.value, undefined: nil,
                low: estimate.interval?.lowerBound, high: estimate.interval?.upperBound, method: estimate.method,
                equivalence: difference.equivalence?.rawValue)
        case .failure(let reason):
            self.init(metric: difference.metric, difference: nil, undefined: "\(reason)")
        }
    }
}

extension EvaluationSummary.Test {
    fileprivate init(_ metric: String, _ name: String, _ test: TableEvaluation.CorrectedTest) {
        switch test.test {
        case .performed(let result):
            self.init(
                metric: metric, test: result.method, statistic: Optional(result.statistic).finite,
                pValue: result.pValue, correctedPValue: test.correctedPValue, significant: test.isSignificant,
                refused: nil)
        case .refused(let reason):
            self.init(
                metric: metric, test: name, statistic: nil, pValue: nil, correctedPValue: nil, significant: false,
                refused: reason)
        }
    }
}

extension Double? {
    /// JSON has no infinity.
    fileprivate var finite: Double? { flatMap { $0.isFinite ? $0 : nil } }
}
