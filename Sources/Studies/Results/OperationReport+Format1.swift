import Evaluation
import Statistics

extension OperationReport {
    /// A report as `operation.json` without a version has it. What such a file does not say stays nil.
    struct Format1: Decodable {
        let dataset: String
        let algorithm: String
        let operatingPoints: [Point]
        let operatingPointsReason: String?
        let thresholds: Thresholds?
        let calibration: Calibration?
        let calibrationReason: String?
        let drift: Drift?
        let driftReason: String?

        struct Interval: Decodable {
            let value: Double
            let low: Double?
            let high: Double?
            let method: String

            var estimate: Estimate {
                var interval: ClosedRange<Double>?
                if let low, let high, low <= high { interval = low...high }
                return Estimate(value: value, interval: interval, method: method)
            }
        }

        struct Point: Decodable {
            let level: OperatingPoints.Level
            let threshold: Interval
            let promisedAlerts: Double
            let perDay: Bool
            let achievedAlerts: Interval?
            let budgetError: Double?
            let promisedNoiseRate: Double?
            let expectedRecall: [String: Double]
            let achievedRecall: [String: Double]
            let recall: Interval?
            let precision: Interval?
            let expectedPrecisionAtPrevalence: [String: Double]
        }

        struct Thresholds: Decodable {
            let alertBudget: Double
            let global: Achieved
            let perUser: Achieved

            struct Achieved: Decodable {
                let benignAlerts: Int
                let budgetError: Double?
                let recall: Interval?
            }
        }

        struct Calibration: Decodable {
            let prevalence: Double
            let reliability: [String: Quality]
            let tail: [Tail]
            let paretoTail: CalibrationCheck.ParetoTail?

            struct Quality: Decodable {
                let brierScore: Double
                let expectedCalibrationError: Double
                let curve: [Bin]
            }

            struct Bin: Decodable {
                let cases: Int
                let meanProbability: Double
                let positives: Interval
            }

            struct Tail: Decodable {
                let nominal: Double
                let conformal: Interval
                let fitted: Interval?
            }
        }

        struct Drift: Decodable {
            let weeks: [Week]
            let areaUnderTime: [Value]
            let retraining: String

            struct Value: Decodable {
                let metric: String
                let value: Double?
                let undefined: String?

                var measurement: Evaluation.Measurement {
                    Evaluation.Measurement(
                        metric: metric, slice: Evaluation.pooled,
                        value: value.map { .defined($0) } ?? MetricValue(reason: undefined ?? unsaid))
                }
            }

            struct Week: Decodable {
                let firstDay: Int
                let figures: [Value]
                let averagePrecision: Double?
                let stabilityIndex: Double?
                let benignAlerts: [Int]
                let outOfControl: Bool
                let shareOfUnknownUsers: Double?

                var days: Range<Int> {
                    let (end, isTooLarge) = firstDay.addingReportingOverflow(7)
                    return firstDay..<(isTooLarge ? firstDay : end)
                }
            }
        }

        fileprivate static let unsaid = "a file of an older program does not say why"
    }

    init(_ old: Format1) {
        func value(_ number: Double?) -> MetricValue { number.map { .defined($0) } ?? .undefined(Format1.unsaid) }
        dataset = old.dataset
        algorithm = old.algorithm
        operatingPoints = old.operatingPoints.map(Point.init)
        operatingPointsReason = old.operatingPointsReason
        incidents = nil
        incidentsReason = nil
        thresholds = old.thresholds.map {
            ThresholdComparison(alertBudget: $0.alertBudget, global: .init($0.global), perUser: .init($0.perUser))
        }
        calibration = old.calibration.map(CalibrationCheck.init)
        calibrationReason = old.calibrationReason
        drift = old.drift.map { drift in
            Drift(
                weeks: drift.weeks.map { week in
                    WeeklyMetrics.Week(
                        days: week.days, measurements: week.figures.map(\.measurement),
                        averagePrecision: value(week.averagePrecision), stabilityIndex: value(week.stabilityIndex),
                        benignAlerts: week.benignAlerts, isOutOfControl: week.outOfControl,
                        unknownUsers: value(week.shareOfUnknownUsers))
                },
                areaUnderTime: drift.areaUnderTime.map(\.measurement), retraining: drift.retraining)
        }
        driftReason = old.driftReason
    }
}

extension OperationReport.Point {
    fileprivate init(_ old: OperationReport.Format1.Point) {
        promised = OperatingPoints.Promise(
            level: old.level,
            point: OperatingPoint(
                threshold: old.threshold.value, alertBudget: old.promisedAlerts, isPerDay: old.perDay),
            threshold: old.threshold.estimate, benignAlerts: nil, days: nil, noiseRate: old.promisedNoiseRate,
            recall: .init(old.expectedRecall),
            precision: old.expectedPrecisionAtPrevalence.compactMap { prevalence, precision in
                Double(prevalence).map { .init(prevalence: $0, precision: precision) }
            }.sorted { $0.prevalence > $1.prevalence })
        achieved = AchievedOperation(
            benignAlerts: nil, alertsPerDay: old.achievedAlerts?.estimate, budgetError: old.budgetError,
            recall: old.recall?.estimate, precision: old.precision?.estimate,
            recallOfScenarios: .init(old.achievedRecall))
    }
}

extension [OperatingPoints.ScenarioRecall] {
    fileprivate init(_ old: [String: Double]) {
        self = old.sorted { $0.key < $1.key }.map { Element(scenario: $0.key, recall: $0.value) }
    }
}

extension AchievedOperation {
    fileprivate init(_ old: OperationReport.Format1.Thresholds.Achieved) {
        self.init(benignAlerts: old.benignAlerts, budgetError: old.budgetError, recall: old.recall?.estimate)
    }
}

extension CalibrationCheck {
    fileprivate init(_ old: OperationReport.Format1.Calibration) {
        self.init(
            prevalence: old.prevalence,
            reliability: old.reliability.mapValues { quality in
                Reliability(
                    bins: quality.curve.map {
                        .init(cases: $0.cases, meanProbability: $0.meanProbability, positives: $0.positives.estimate)
                    }, brierScore: quality.brierScore, expectedCalibrationError: quality.expectedCalibrationError)
            },
            tail: old.tail.map {
                .init(nominal: $0.nominal, conformal: $0.conformal.estimate, fitted: $0.fitted?.estimate)
            }, paretoTail: old.paretoTail)
    }
}
