public import Experiments

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
                point.level, Number.text(point.promisedAlerts) + (point.isPerDay ? " a day" : " in all"),
                Self.text(point.achievedAlerts), point.budgetError.map { Self.percent($0, signed: true) } ?? "",
                Self.text(point.recall), Self.text(point.precision),
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
            + "\(Number.counted(thresholds.global.benignAlerts, "benign alert")); one for each user: recall "
            + "\(Self.text(thresholds.perUser.recall)), \(thresholds.perUser.benignAlerts)\n"
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
        let rows = drift.areaUnderTime.enumerated().map { index, area in
            [area.metric] + drift.weeks.map { Self.text($0.measurements[index]) } + [Self.text(area)]
        }
        return Table(
            [.text("by week")] + (1...drift.weeks.count).map { .number("\($0)") } + [.number("area under time")],
            rows: rows
        ).text
    }

    private static func text(_ measurement: OperationReport.Drift.Measurement) -> String {
        measurement.value.map { Number.text($0) } ?? "undefined"
    }

    private static func text(_ interval: OperationReport.Interval?) -> String {
        guard let interval else { return "undefined" }
        guard let low = interval.low, let high = interval.high else { return Number.text(interval.value) }
        return "\(Number.text(interval.value)) [\(Number.text(low)), \(Number.text(high))]"
    }

    private static func percent(_ fraction: Double, signed: Bool) -> String {
        let percent = Int((fraction * 100).rounded())
        return (signed && percent > 0 ? "+" : "") + "\(percent) %"
    }
}
