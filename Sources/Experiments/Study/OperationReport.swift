import Evaluation
import Statistics

/// What the winner would be like in use: thresholds with what they promised on validation and achieved on the sealed
/// test, what its scores mean, and how it ages. Of the first replicate.
public struct OperationReport: Hashable, Sendable, Codable {
    public let dataset: String
    public let algorithm: String
    public let operatingPoints: [Point]
    /// One threshold for all users against one for each user within the same budget; nil where there is no budget.
    public let thresholds: Thresholds?
    /// Why there are no operating points.
    public let operatingPointsReason: String?
    public let calibration: Calibrated?
    public let calibrationReason: String?
    public let drift: Drift?
    public let driftReason: String?

    public struct Point: Hashable, Sendable, Codable {
        public let level: String
        public let threshold: Interval
        public let promisedAlerts: Double
        public let isPerDay: Bool
        public let achievedAlerts: Interval?
        public let budgetError: Double?
        public let promisedNoiseRate: Double?
        public let expectedRecall: [String: Double]
        public let achievedRecall: [String: Double]
        public let recall: Interval?
        public let precision: Interval?
        /// By prevalence, as `1e-05`.
        public let expectedPrecisionAtPrevalence: [String: Double]

        private enum CodingKeys: String, CodingKey {
            case level, threshold, recall, precision
            case promisedAlerts = "promised_alerts"
            case isPerDay = "per_day"
            case achievedAlerts = "achieved_alerts"
            case budgetError = "budget_error"
            case promisedNoiseRate = "promised_noise_rate"
            case expectedRecall = "expected_recall"
            case achievedRecall = "achieved_recall"
            case expectedPrecisionAtPrevalence = "expected_precision_at_prevalence"
        }
    }

    /// A value with its interval and how that was made.
    public struct Interval: Hashable, Sendable, Codable {
        public let value: Double
        public let low: Double?
        public let high: Double?
        public let method: String

        init(_ estimate: Estimate) {
            value = estimate.value
            low = estimate.interval?.lowerBound
            high = estimate.interval?.upperBound
            method = estimate.method
        }
    }

    public struct Thresholds: Hashable, Sendable, Codable {
        public let alertBudget: Double
        public let global: Achieved
        public let perUser: Achieved

        public struct Achieved: Hashable, Sendable, Codable {
            public let benignAlerts: Int
            public let budgetError: Double?
            public let recall: Interval?

            init(_ operation: AchievedOperation) {
                benignAlerts = operation.benignAlerts
                budgetError = operation.budgetError
                recall = operation.recall.map(Interval.init)
            }

            private enum CodingKeys: String, CodingKey {
                case recall
                case benignAlerts = "benign_alerts"
                case budgetError = "budget_error"
            }
        }

        private enum CodingKeys: String, CodingKey {
            case global
            case alertBudget = "alert_budget"
            case perUser = "per_user"
        }
    }

    public struct Calibrated: Hashable, Sendable, Codable {
        /// The fraction of attacks among the cases that it was learned from.
        public let prevalence: Double
        /// By method.
        public let reliability: [String: Quality]
        public let tail: [Tail]
        /// The generalised Pareto tail: threshold, shape and scale; nil where it could not be fitted.
        public let paretoTail: Pareto?

        public struct Pareto: Hashable, Sendable, Codable {
            public let threshold: Double
            public let shape: Double
            public let scale: Double
        }

        public struct Quality: Hashable, Sendable, Codable {
            public let brierScore: Double
            public let expectedCalibrationError: Double
            public let curve: [Bin]

            private enum CodingKeys: String, CodingKey {
                case curve
                case brierScore = "brier_score"
                case expectedCalibrationError = "expected_calibration_error"
            }
        }

        public struct Bin: Hashable, Sendable, Codable {
            public let cases: Int
            public let meanProbability: Double
            public let positives: Interval

            private enum CodingKeys: String, CodingKey {
                case cases, positives
                case meanProbability = "mean_probability"
            }
        }

        public struct Tail: Hashable, Sendable, Codable {
            public let nominal: Double
            public let conformal: Interval
            public let fitted: Interval?
        }

        private enum CodingKeys: String, CodingKey {
            case prevalence, reliability, tail
            case paretoTail = "pareto_tail"
        }
    }

    public struct Drift: Hashable, Sendable, Codable {
        public let weeks: [Week]
        /// The area under each metric over the weeks.
        public let areaUnderTime: [Measurement]
        public let retraining: String

        private enum CodingKeys: String, CodingKey {
            case weeks, retraining
            case areaUnderTime = "area_under_time"
        }

        /// A metric's value, or why it is undefined.
        public struct Measurement: Hashable, Sendable, Codable {
            /// The metric, with its budget if it has one.
            public let metric: String
            public let value: Double?
            public let undefined: String?

            init(_ metric: String, _ value: MetricValue) {
                self.metric = metric
                self.value = value.number
                if case .undefined(let reason) = value { undefined = reason } else { undefined = nil }
            }
        }

        public struct Week: Hashable, Sendable, Codable {
            public let firstDay: Int
            public let measurements: [Measurement]
            public let averagePrecision: Double?
            public let stabilityIndex: Double?
            public let benignAlerts: [Int]
            public let isOutOfControl: Bool
            public let unknownUsers: Double?

            private enum CodingKeys: String, CodingKey {
                case measurements = "figures"
                case firstDay = "first_day"
                case averagePrecision = "average_precision"
                case stabilityIndex = "stability_index"
                case benignAlerts = "benign_alerts"
                case isOutOfControl = "out_of_control"
                case unknownUsers = "share_of_unknown_users"
            }
        }
    }

    private enum CodingKeys: String, CodingKey {
        case dataset, algorithm, thresholds, calibration, drift
        case operatingPoints = "operating_points"
        case operatingPointsReason = "operating_points_reason"
        case calibrationReason = "calibration_reason"
        case driftReason = "drift_reason"
    }
}

extension OperationReport {
    /// Applies thresholds and calibration that were learned from validation cases to test cases.
    ///
    /// - Parameters:
    ///   - budget: the alerts a day at which recall is followed from week to week; nil for none.
    ///   - isKnown: whether training contains a user.
    /// - Throws: `StatisticsError` for settings out of range, `CancellationError`.
    init(
        dataset: String, algorithm: String, validation: ScoredCases, test: ScoredCases,
        targets: [OperatingPoints.Level: OperatingPoints.Target], budget: Double?, isKnown: (Int32) -> Bool,
        by estimation: IntervalEstimation
    ) throws {
        self.dataset = dataset
        self.algorithm = algorithm
        var points: OperatingPoints?
        do {
            points = try OperatingPoints(targets, on: validation, by: estimation)
            operatingPointsReason = nil
        } catch let error as StatisticsError {
            operatingPointsReason = "\(error)"
        }
        operatingPoints = try points?.promises.map { try Point($0, achievedOn: test, by: estimation) } ?? []
        let normal = points?.promises.first { $0.level == .normal } ?? points?.promises.first
        thresholds = try normal.flatMap { normal in
            try Thresholds(within: normal.point.alertBudget, validation: validation, test: test, by: estimation)
        }
        do {
            calibration = try Calibrated(Calibration(on: validation), on: test)
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
                    budgets: budget.map { [$0] } ?? [], threshold: normal.point.threshold, isKnown: isKnown,
                    by: estimation))
            driftReason = nil
        } catch let error as StatisticsError {
            drift = nil
            driftReason = "\(error)"
        }
    }
}

extension OperationReport.Thresholds {
    /// - Returns: nil where scores allow no thresholds.
    fileprivate init?(
        within budget: Double, validation: ScoredCases, test: ScoredCases, by estimation: IntervalEstimation
    ) throws {
        do {
            let compared = try ThresholdComparison(
                within: budget, validation: validation, test: test, by: estimation)
            self.init(alertBudget: budget, global: .init(compared.global), perUser: .init(compared.perUser))
        } catch is StatisticsError {
            return nil
        }
    }
}

extension OperationReport.Point {
    fileprivate init(
        _ promise: OperatingPoints.Promise, achievedOn test: ScoredCases, by estimation: IntervalEstimation
    ) throws {
        let achieved = try AchievedOperation(promise.point, on: test, by: estimation)
        level = promise.level.rawValue
        threshold = OperationReport.Interval(promise.threshold)
        promisedAlerts = promise.point.alertBudget
        isPerDay = promise.point.isPerDay
        achievedAlerts = achieved.alertsPerDay.map(OperationReport.Interval.init)
        budgetError = achieved.budgetError
        promisedNoiseRate = promise.noiseRate
        expectedRecall = promise.recall.byScenario
        achievedRecall = achieved.recallOfScenarios.byScenario
        recall = achieved.recall.map(OperationReport.Interval.init)
        precision = achieved.precision.map(OperationReport.Interval.init)
        expectedPrecisionAtPrevalence = Dictionary(
            uniqueKeysWithValues: promise.precision.compactMap { item in
                item.precision.map { ("\(item.prevalence)", $0) }
            })
    }
}

extension [OperatingPoints.ScenarioRecall] {
    fileprivate var byScenario: [String: Double] {
        Dictionary(uniqueKeysWithValues: compactMap { item in item.recall.map { (item.scenario, $0) } })
    }
}

extension OperationReport.Calibrated {
    fileprivate init(_ calibration: Calibration, on test: ScoredCases) throws {
        prevalence = calibration.prevalence
        var reliability: [String: Quality] = [:]
        for method in Calibration.Method.allCases {
            guard let found = try? calibration.reliability(of: method, on: test) else { continue }
            reliability[method.rawValue] = Quality(
                brierScore: found.brierScore, expectedCalibrationError: found.expectedCalibrationError,
                curve: found.bins.map {
                    Bin(cases: $0.cases, meanProbability: $0.meanProbability, positives: .init($0.positives))
                })
        }
        self.reliability = reliability
        tail = try calibration.tailChecks(on: test).map {
            Tail(nominal: $0.nominal, conformal: .init($0.conformal), fitted: $0.fitted.map { .init($0) })
        }
        paretoTail = (try? calibration.tail.get()).map {
            Pareto(threshold: $0.threshold, shape: $0.shape, scale: $0.scale)
        }
    }
}

extension OperationReport.Drift {
    fileprivate init(_ metrics: WeeklyMetrics) {
        retraining = metrics.retraining.description
        areaUnderTime = (metrics.weeks.first?.measurements ?? []).map {
            Measurement($0.metric, metrics.areaUnderTime(of: $0.metric))
        }
        weeks = metrics.weeks.map { week in
            Week(
                firstDay: week.days.lowerBound,
                measurements: week.measurements.map { Measurement($0.metric, $0.value) },
                averagePrecision: week.averagePrecision.number,
                stabilityIndex: week.stabilityIndex.number, benignAlerts: week.benignAlerts,
                isOutOfControl: week.isOutOfControl, unknownUsers: week.unknownUsers.number)
        }
    }
}
