import Statistics

/// The metrics that a program offers.
public struct Metrics: Sendable {
    /// The metrics, in the order in which they are listed.
    public let all: [any Metric]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any Metric]) {
        self.all = all
    }

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
            PrecisionAtRank(10),
            PrecisionAtRank(100),
            RecallAtRank(10),
            RecallAtRank(100),
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
            BenignCoverage(),
            InjectedCoverage(),
        ] + ofIncidents)

    /// The metrics of cases of one kind.
    package func of(_ unit: CaseUnit) -> [any Metric] { all.filter { $0.unit == unit } }

    /// The metric of a name; nil where there is none.
    public subscript(name: String) -> (any Metric)? {
        all.first { $0.name == name }
    }

    /// What a measurement can be; any number for one of no metric that is here.
    ///
    /// - Parameter name: the metric's, with or without a budget: `recall_at_budget@10`.
    package func range(of name: String) -> ClosedRange<Double> {
        self[name.split(separator: "@").first.map(String.init) ?? name]?.range ?? Estimate.anyNumber
    }
}
