import Evaluation
public import Experiments
import Statistics

/// What a winner would be like in use, for a terminal.
public struct OperationTable: Sendable {
    private let report: OperationReport

    public init(_ report: OperationReport) {
        self.report = report
    }

    public var text: String { [points, thresholds, calibration, drift].compactMap { $0 }.joined() }

    private var points: String? {
        guard !report.operatingPoints.isEmpty else {
            return report.operatingPointsReason.map { "no operating points: \($0)\n" }
        }
        let rows = report.operatingPoints.map { point in
            [
                point.promised.level.rawValue,
                Number.text(point.promised.alertBudget) + (point.promised.isPerDay ? " a day" : " in all"),
                Self.text(point.achieved.alertsPerDay),
                point.achieved.budgetError.map { Self.percent($0, signed: true) } ?? "",
                Self.text(point.achieved.recall), Self.text(point.achieved.precision),
            ]
        }
        return Table(
            [
                .text("operating point"), .number("promised benign alerts"), .number("achieved"),
                .number("budget error"), .number("recall"), .number("precision"),
            ], rows: rows
        ).text
    }

    private var thresholds: String? {
        guard let thresholds = report.thresholds else { return nil }
        return "one threshold for all: recall \(Self.text(thresholds.global.recall)), "
            + "\(Number.counted(thresholds.global.benignAlerts ?? 0, "benign alert")); one for each user: recall "
            + "\(Self.text(thresholds.perUser.recall)), \(thresholds.perUser.benignAlerts ?? 0)\n"
    }

    private var calibration: String? {
        guard let calibration = report.calibration else {
            return report.calibrationReason.map { "not calibrated: \($0)\n" }
        }
        let parts = calibration.reliability.sorted { $0.key < $1.key }.map { method, quality in
            "\(method) error \(Number.text(quality.expectedCalibrationError)), Brier \(Number.text(quality.brierScore))"
        }
        return parts.isEmpty ? nil : "calibration: " + parts.joined(separator: "; ") + "\n"
    }

    private var drift: String? {
        guard let drift = report.drift else { return report.driftReason.map { "drift unknown: \($0)\n" } }
        return weeks(of: drift) + "retraining: \(drift.retraining)\n"
    }

    /// The metrics by week; nothing for a single week, which the sealed test's measurements describe.
    private func weeks(of drift: OperationReport.Drift) -> String {
        guard drift.weeks.count > 1 else { return "" }
        let rows = drift.areaUnderTime.map { area in
            [area.metric]
                + drift.weeks.map { week in
                    week.measurements.first { $0.metric == area.metric }.map(Self.text) ?? ""
                } + [Self.text(area)]
        }
        return Table(
            [.text("by week")] + (1...drift.weeks.count).map { .number("\($0)") } + [.number("area under time")],
            rows: rows
        ).text
    }

    private static func text(_ measurement: Evaluation.Measurement) -> String {
        measurement.value.number.map { Number.text($0) } ?? "undefined"
    }

    private static func text(_ estimate: Estimate?) -> String {
        guard let estimate else { return "undefined" }
        guard let interval = estimate.interval else { return Number.text(estimate.value) }
        return
            "\(Number.text(estimate.value)) [\(Number.text(interval.lowerBound)), \(Number.text(interval.upperBound))]"
    }

    private static func percent(_ fraction: Double, signed: Bool) -> String {
        let percent = Int((fraction * 100).rounded())
        return (signed && percent > 0 ? "+" : "") + "\(percent) %"
    }
}
