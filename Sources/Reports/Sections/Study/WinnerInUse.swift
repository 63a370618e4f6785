import Evaluation
import Incidents
import Statistics
import Studies

/// What the winner would be like in use: thresholds promised and achieved, calibration, weeks after training.
struct WinnerInUse: ReportSection {
    static let id = "winner-in-use"

    func sections(on subject: StudiedDataset) -> [Document.Section] {
        subject.dataset.operation.map { [Document.Section(nil, Self.blocks(on: $0))] } ?? []
    }

    static func blocks(on report: OperationReport) -> [Block] {
        points(report) + incidents(report) + thresholds(report) + calibration(report) + drift(report)
    }

    private static func points(_ report: OperationReport) -> [Block] {
        guard !report.operatingPoints.isEmpty else {
            return report.operatingPointsReason.map { [.paragraph("no operating points: \($0)")] } ?? []
        }
        let rows = report.operatingPoints.map { point in
            [
                point.promised.level.rawValue,
                Number.text(point.promised.alertBudget)
                    + (point.promised.alertBudget == 1 ? " benign alert" : " benign alerts")
                    + (point.promised.isPerDay ? " a day" : " in all"),
                text(point.achieved.alertsPerDay), point.achieved.budgetError.map(signedPercent) ?? "",
                text(point.achieved.recall), text(point.achieved.precision),
            ]
                + PrevalencePrecision.prevalences.map { prevalence in
                    guard let restated = point.achieved.restatedPrecision else { return "not stored" }
                    return text(restated.first { $0.prevalence == prevalence }?.precision)
                }
        }
        return [
            .table(
                Table(
                    [
                        .text("operating point"), .number("promised"), .number("benign alerts a day, achieved"),
                        .number("budget error"), .number("recall"), .number("precision, \(injected(report))"),
                    ]
                        + PrevalencePrecision.prevalences.map {
                            .number("at 1 in \(Number.text((1 / $0).rounded()))")
                        }, rows: rows))
        ]
    }

    /// What thresholds of incidents promised, and how many benign ones came.
    private static func incidents(_ report: OperationReport) -> [Block] {
        guard let incidents = report.incidents, !incidents.isEmpty else {
            return report.incidentsReason.map { [.paragraph("no incidents: \($0)")] } ?? []
        }
        func achieved(_ achieved: IncidentOperation.Achieved) -> [String] {
            [text(achieved.alertsPerDay), signedPercent(achieved.budgetError)]
        }
        return [
            .table(
                Table(
                    [
                        .text("benign incidents a day, promised"), .number("evidence above"),
                        .number("expected in the test's days"), .number("threshold kept: a day"), .number("error"),
                        .number("threshold follows: a day"), .number("error"),
                    ],
                    rows: incidents.map { point in
                        [
                            Number.text(point.alertBudget),
                            Number.fixed(point.evidence, decimals: 2),
                            "\(point.fixed.leastExpected) to \(point.fixed.mostExpected) in \(point.fixed.days)",
                        ] + achieved(point.fixed) + achieved(point.adaptive)
                    }))
        ]
    }

    /// The fraction of injected cases, on which precision depends.
    private static func injected(_ report: OperationReport) -> String {
        report.operatingPoints.first?.achieved.injectedFraction.map { "\(Number.percent($0)) injected" }
            ?? "fraction injected not stored"
    }

    private static func thresholds(_ report: OperationReport) -> [Block] {
        guard let thresholds = report.thresholds else { return [] }
        let global = thresholds.global.benignAlerts.map { Number.counted($0, "benign alert") } ?? "alerts unknown"
        let perUser = thresholds.perUser.benignAlerts.map { "\($0)" } ?? "alerts unknown"
        return [
            .paragraph(
                "one threshold for all: recall \(text(thresholds.global.recall)), \(global); one for each user: recall "
                    + "\(text(thresholds.perUser.recall)), \(perUser)")
        ]
    }

    private static func calibration(_ report: OperationReport) -> [Block] {
        guard let calibration = report.calibration else {
            return report.calibrationReason.map { [.paragraph("not calibrated: \($0)")] } ?? []
        }
        let parts = calibration.reliability.sorted { $0.key < $1.key }.map { method, quality in
            "\(method) error \(Number.text(quality.expectedCalibrationError)), Brier \(Number.text(quality.brierScore))"
        }
        return parts.isEmpty ? [] : [.paragraph("calibration: " + parts.joined(separator: "; "))]
    }

    private static func drift(_ report: OperationReport) -> [Block] {
        guard let drift = report.drift else {
            return report.driftReason.map { [.paragraph("drift unknown: \($0)")] } ?? []
        }
        return weeks(of: drift, report) + [.paragraph("retraining: \(drift.retraining)")]
    }

    /// The metrics by week; nothing for a single week, which the sealed test's measurements describe.
    private static func weeks(of drift: OperationReport.Drift, _ report: OperationReport) -> [Block] {
        guard drift.weeks.count > 1 else { return [] }
        let rows = drift.areaUnderTime.map { area in
            [Evaluation.Measurement.title(of: area.metric)]
                + drift.weeks.map { week in
                    week.measurements.first { $0.metric == area.metric }.map(text) ?? ""
                } + [text(area)]
        }
        return [
            .table(
                Table(
                    [.text("by week, \(injected(report))")] + (1...drift.weeks.count).map { .number("\($0)") }
                        + [.number("area under time")], rows: rows))
        ]
    }

    private static func text(_ measurement: Evaluation.Measurement) -> String {
        measurement.value.text
    }

    private static func text(_ estimate: Estimate?) -> String {
        estimate.map { Number.withInterval($0) } ?? "undefined"
    }

    private static func signedPercent(_ fraction: Double) -> String {
        let percent = (fraction * 100).rounded()
        return (percent > 0 ? "+" : "") + "\(Number.text(percent, isGrouped: false)) %"
    }
}
