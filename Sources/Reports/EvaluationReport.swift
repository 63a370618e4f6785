import AccessLogs
public import Evaluation
import Files
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
        for slice in file.measurements.map(\.measurement.slice) where !slices.contains(slice) { slices.append(slice) }
        // With one scenario or none the mean over scenarios says nothing new.
        if slices.count <= 3 { slices = [Evaluation.pooled] }
        var metrics: [String] = []
        for measurement in file.measurements where !metrics.contains(measurement.measurement.metric) {
            metrics.append(measurement.measurement.metric)
        }
        let cells = Dictionary(
            file.measurements.map { ([$0.measurement.metric, $0.measurement.slice], $0) },
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
        guard let days = file.days else {
            return file.columns.contains("time") ? "some rows without time, so that none counts" : nil
        }
        return "\(days.lowerBound.date) to \((days.upperBound - 1).date) (\(Number.counted(days.count, "day")))"
    }

    private static func text(_ measurement: EstimatedMeasurement) -> String {
        guard let value = measurement.measurement.value.number else { return "undefined" }
        guard let interval = measurement.interval else { return Number.text(value) }
        return "\(Number.text(value)) [\(Number.text(interval.lowerBound)), \(Number.text(interval.upperBound))]"
    }

    private static func method(_ measurement: EstimatedMeasurement) -> String {
        if case .undefined(let reason) = measurement.measurement.value { return "undefined: \(reason)" }
        return measurement.method
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

/// Measured files and their comparison, for other programs.
public struct EvaluationSummary: Encodable, Sendable {
    let files: [File]
    let comparisons: [Comparison]
    /// The level of intervals.
    let level: Double
    /// The level of tests.
    let significanceLevel: Double

    struct File: Encodable {
        var file: String
        var rows: Int
        var injected: Int
        var unscored: Int
        /// The window, both days included; absent where some row has no time.
        var firstDay: String?
        var lastDay: String?
        var days: Int?
        var columns: [String]
        var measurements: [Measurement]

        private enum CodingKeys: String, CodingKey {
            case file, rows, injected, unscored, firstDay, lastDay, days, columns
            case measurements = "figures"
        }
    }

    struct Measurement: Encodable {
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
        var difference: Double?
        var statistic: Double?
        var pValue: Double?
        /// After Holm, for all pairs of files.
        var correctedPValue: Double?
        /// By the corrected p-value.
        var significant: Bool
        var refused: String?
    }

    public init(_ evaluation: TableEvaluation) {
        level = evaluation.level
        significanceLevel = 1 - evaluation.level
        files = evaluation.files.map { file in
            File(
                file: file.name, rows: file.rows, injected: file.injected, unscored: file.unscored,
                firstDay: file.days?.lowerBound.date, lastDay: file.days.map { ($0.upperBound - 1).date },
                days: file.days?.count, columns: file.columns,
                measurements: file.measurements.map { item in
                    var reason: String?
                    if case .undefined(let text) = item.measurement.value { reason = text }
                    return Measurement(
                        metric: item.measurement.metric, slice: item.measurement.slice,
                        value: item.measurement.value.number.finite,
                        undefined: reason, low: (item.interval?.lowerBound).finite,
                        high: (item.interval?.upperBound).finite, method: item.method)
                })
        }
        comparisons = evaluation.comparisons.map { comparison in
            Comparison(
                first: comparison.first, second: comparison.second,
                differences: comparison.differences.map { difference in
                    switch difference.estimate {
                    case .success(let estimate):
                        Difference(
                            metric: difference.metric, difference: estimate.value,
                            low: estimate.interval?.lowerBound, high: estimate.interval?.upperBound,
                            method: estimate.method, equivalence: difference.equivalence?.rawValue)
                    case .failure(let reason):
                        Difference(metric: difference.metric, undefined: reason.description)
                    }
                },
                tests: comparison.tests.map { Test($0) })
        }
    }
}

extension EvaluationSummary.Test {
    fileprivate init(_ test: TableEvaluation.Test) {
        self.init(
            metric: test.metric, test: test.name, difference: test.difference.finite, statistic: nil, pValue: nil,
            correctedPValue: test.correctedPValue, significant: test.isSignificant, refused: nil)
        switch test.outcome {
        case .performed(let result):
            self.test = result.method
            statistic = Optional(result.statistic).finite
            pValue = result.pValue
        case .refused(let reason): refused = reason
        }
    }
}

extension Int {
    /// The date of a day (UTC) since 1970-01-01: `2026-01-14`.
    fileprivate var date: String {
        String(Timestamp(microseconds: Int64(self) * Timestamp.day).description.prefix { $0 != "T" })
    }
}

extension Double? {
    /// JSON has no infinity.
    fileprivate var finite: Double? { flatMap { $0.isFinite ? $0 : nil } }
}
