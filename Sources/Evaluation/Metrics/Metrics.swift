public import Parameters
import Statistics

/// The metrics that a program offers.
public struct Metrics: ListedRegistry {
    /// The word of sentences.
    public static let noun = "metric"
    /// The metrics, in the order in which they are listed.
    public let all: [any Metric]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any Metric]) {
        self.all = all
    }

    /// The metric's name.
    public static func id(of metric: any Metric) -> String { metric.name }

    /// The metrics of this module.
    public static let standard = Metrics(
        [
            ROCAUC(),
            PartialAUC(toFalsePositiveRate: 0.01, scale: .raw),
            PartialAUC(toFalsePositiveRate: 0.001, scale: .raw),
            PartialAUC(toFalsePositiveRate: 0.01, scale: .mcclish),
            PartialAUC(toFalsePositiveRate: 0.001, scale: .mcclish),
            TruePositiveRate(atFalsePositiveRate: 0.01),
            TruePositiveRate(atFalsePositiveRate: 0.001),
            FalsePositivesPerDay(atFalsePositiveRate: 0.01),
            FalsePositivesPerDay(atFalsePositiveRate: 0.001),
            AveragePrecision(),
            QualityAtRank(.precision, at: 10),
            QualityAtRank(.precision, at: 100),
            QualityAtRank(.recall, at: 10),
            QualityAtRank(.recall, at: 100),
            RPrecision(),
            PrecisionAtBudget(),
            RecallAtBudget(),
            AttackRecallAtBudget(),
            CumulativeRecall(),
            PrecisionAtPrevalence(tenToTheMinus: 4),
            PrecisionAtPrevalence(tenToTheMinus: 5),
            HoursToDetection(),
            RowsToDetection(),
            NoiseRate(),
            BenignAlertsPerDay(),
            BenignAlertsPerMillionEvents(),
            AlertGini(),
            TopAccountsFraction(),
            RepeatAlertRate(),
            Coverage(),
            Coverage(of: .benign),
            Coverage(of: .injected),
        ] + ofIncidents)

    /// What a measurement can be; any number for one of no metric that is here.
    ///
    /// - Parameter name: the metric's, with or without a budget: `recall_at_budget@10`.
    package func range(of name: String) -> ClosedRange<Double> {
        self[name.split(separator: "@").first.map(String.init) ?? name]?.range ?? Estimate.anyNumber
    }
}
