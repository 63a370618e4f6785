package import Evaluation
import Incidents
import Statistics

/// What the winner would be like in use: thresholds with what they promised on validation and achieved on the sealed
/// test, what its scores mean, and how it ages. Of the first replicate.
package struct OperationReport: Hashable, Sendable, Codable {
    package let dataset: String
    package let algorithm: String
    package let operatingPoints: [Point]
    /// One threshold for all users against one for each user within the same budget; nil where there is no budget.
    package let thresholds: ThresholdComparison?
    /// What thresholds of incidents promised and achieved; nil where incidents are not measured, or in a file of an older
    /// program.
    package let incidents: [IncidentOperation]?
    /// Why these are missing; nil where incidents are not measured, or in a file of an older program.
    package let incidentsReason: String?
    /// Why there are no operating points.
    package let operatingPointsReason: String?
    package let calibration: CalibrationCheck?
    package let calibrationReason: String?
    package let drift: Drift?
    package let driftReason: String?

    /// What a threshold promised and achieved.
    package struct Point: Hashable, Sendable, Codable {
        package let promised: OperatingPoints.Promise
        package let achieved: AchievedOperation
    }

    /// How the winner ages.
    package struct Drift: Hashable, Sendable, Codable {
        package let weeks: [WeeklyMetrics.Week]
        /// The area under each metric over the weeks.
        package let areaUnderTime: [Evaluation.Measurement]
        /// When to train again, in words.
        package let retraining: String
    }
}

extension OperationReport {
    /// Applies thresholds and calibration that were learned from validation cases to test cases.
    ///
    /// - Parameters:
    ///   - budget: the alerts a day at which recall is followed from week to week; nil for none.
    ///   - isKnown: whether training contains a user.
    ///   - incidents: what thresholds of incidents promised and achieved, or why there are none; nil where incidents are
    ///     not measured.
    /// - Throws: `StatisticsError` for settings out of range, `CancellationError`.
    init(
        dataset: String, algorithm: String, validation: ScoredCases, test: ScoredCases,
        targets: [OperatingPoints.Level: OperatingPoints.Target], budget: Double?, isKnown: (Int32) -> Bool,
        incidents: Result<[IncidentOperation], NoIncidents>? = nil, by estimation: IntervalEstimation
    ) throws {
        self.dataset = dataset
        self.algorithm = algorithm
        switch incidents {
        case nil: (self.incidents, incidentsReason) = (nil, nil)
        case .success(let found)?: (self.incidents, incidentsReason) = (found, nil)
        case .failure(let none)?: (self.incidents, incidentsReason) = (nil, none.reason)
        }
        var points: OperatingPoints?
        do {
            points = try OperatingPoints(targets, on: validation, by: estimation)
            operatingPointsReason = nil
        } catch let error as StatisticsError {
            operatingPointsReason = "\(error)"
        }
        operatingPoints =
            try points?.promises.map {
                Point(promised: $0, achieved: try AchievedOperation($0.point, on: test, by: estimation))
            } ?? []
        let normal = points?.promises.first { $0.level == .normal } ?? points?.promises.first
        do {
            thresholds = try normal.map {
                try ThresholdComparison(within: $0.alertBudget, validation: validation, test: test, by: estimation)
            }
        } catch is StatisticsError {
            thresholds = nil
        }
        do {
            calibration = try CalibrationCheck(of: Calibration(on: validation), on: test)
            calibrationReason = nil
        } catch {
            calibration = nil
            calibrationReason = "\(error)"
        }
        do {
            guard let normal else { throw StatisticsError.empty }
            drift = Drift(
                try WeeklyMetrics(
                    of: test, metrics: [ROCAUC(), AveragePrecision(), RecallAtBudget()],
                    budgets: budget.map { [$0] } ?? [], threshold: normal.threshold.value, isKnown: isKnown,
                    by: estimation))
            driftReason = nil
        } catch let error as StatisticsError {
            drift = nil
            driftReason = "\(error)"
        }
    }
}

extension OperationReport.Drift {
    fileprivate init(_ metrics: WeeklyMetrics) {
        weeks = metrics.weeks
        areaUnderTime = (metrics.weeks.first?.measurements ?? []).map {
            Evaluation.Measurement(metric: $0.metric, slice: $0.slice, value: metrics.areaUnderTime(of: $0.metric))
        }
        retraining = metrics.retraining.description
    }
}
