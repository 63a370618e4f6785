/// The metrics that a program offers.
public struct Metrics: Sendable {
    public let all: [any Metric]

    public init(_ all: [any Metric]) {
        self.all = all
    }

    /// The metrics of this module.
    public static let standard = Metrics([
        ROCAUC(),
        AveragePrecision(),
        TruePositiveRateAtOnePercent(),
        PrecisionAtBudget(),
        RecallAtBudget(),
        NoiseRate(),
        BenignAlertsPerDay(),
        Coverage(),
    ])

    /// The metric of a name; nil where there is none.
    public subscript(name: String) -> (any Metric)? {
        all.first { $0.name == name }
    }
}
