import AccessLogs
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
            "\(VisibleText.line(file.name)): \(Number.counted(file.rows, "row")), \(Number.grouped(file.injected)) injected"
            + (file.unscored > 0 ? ", \(Number.grouped(file.unscored)) without a score; " : "; ")
            + (file.tenants > Evaluation.mostTenants
                ? "\(Number.grouped(file.tenants)) tenants, too many to be measured one by one; " : "")
            + (Self.window(of: file).map { $0 + "; " } ?? "") + "columns \(file.columns.joined(separator: ", "))\n"
        var slices: [String] = []
        for slice in file.measurements.map(\.slice) where !slices.contains(slice) { slices.append(slice) }
        // With one scenario or none the mean over scenarios says nothing new.
        if slices.count <= 3 { slices = [Evaluation.pooled] }
        var metrics: [String] = []
        for measurement in file.measurements where !metrics.contains(measurement.metric) {
            metrics.append(measurement.metric)
        }
        let cells = Dictionary(
            file.measurements.map { ([$0.metric, $0.slice], $0) },
            uniquingKeysWith: { first, _ in first })
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

    /// The days of the window; nil where the file has no times.
    private static func window(of file: TableEvaluation.File) -> String? {
        guard let days = file.days, let first = file.firstDay, let last = file.lastDay else {
            return file.columns.contains("time") ? "some rows without time, so that none counts" : nil
        }
        return "\(first) to \(last) (\(Number.counted(days.count, "day")))"
    }

    private static func text(_ measurement: Evaluation.Measurement) -> String {
        guard let value = measurement.value.number else { return "undefined" }
        guard let interval = measurement.interval else { return Number.text(value) }
        return "\(Number.text(value)) [\(Number.text(interval.lowerBound)), \(Number.text(interval.upperBound))]"
    }

    private static func method(_ measurement: Evaluation.Measurement) -> String {
        if case .undefined(let reason) = measurement.value { return "undefined: \(reason)" }
        return measurement.method ?? ""
    }

    private var comparisons: String? {
        guard !evaluation.comparisons.isEmpty else { return nil }
        return evaluation.comparisons.map { comparison in
            let heading = VisibleText.line("\(comparison.first) minus \(comparison.second)") + "\n"
            let rows = comparison.differences.map { difference -> [String] in
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
            return heading + table.text + comparison.tests.map { text(of: $0) + "\n" }.joined()
        }.joined(separator: "\n") + "\n\(note)\n"
    }

    /// What a star means.
    private var note: String {
        let count = evaluation.comparisons.count
        let correction = count > 1 ? " after Holm's correction for \(Number.counted(count, "pair")) of files" : ""
        return "* significant at \(Number.text(1 - evaluation.level))\(correction)"
    }

    private func text(of test: TableEvaluation.Test) -> String {
        let difference = test.difference.map { ", difference \(Number.text($0))" } ?? ""
        let heading = "\(test.metric)\(difference), \(test.name): "
        switch test.outcome {
        case .performed(let result):
            let corrected =
                evaluation.comparisons.count > 1
                ? test.correctedPValue.map { ", after Holm \(Number.pValue($0))" } ?? "" : ""
            let star = test.isSignificant ? " *" : ""
            return heading + "\(Number.statement(ofPValue: result.pValue))\(corrected)\(star), \(result.method)"
        case .refused(let reason): return heading + "refused: \(reason)"
        }
    }
}
