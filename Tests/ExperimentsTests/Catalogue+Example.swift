import Experiments
import Parameters

extension Catalogue {
    /// A few components, enough for the quickstart.
    static let example = Catalogue(
        detectors: [
            "als-implicit": [
                ParameterDescription("rank", .integer(1...512), default: .integer(16), simpler: .lower, "Factors."),
                ParameterDescription(
                    "regularization", .real(0...1e6), default: .integer(1), simpler: .higher, "Shrinkage."),
                ParameterDescription("alpha", .real(0...1e6), default: .real(10), "Confidence."),
                ParameterDescription("sweeps", .integer(1...1000), default: .integer(15), "Passes."),
                ParameterDescription(
                    "confidence", .choice(["linear", "logarithmic"]), default: .string("linear"), "Weights."),
                ParameterDescription("centred", .boolean, default: .boolean(false), "Whether to centre."),
            ],
            "popularity": [],
        ],
        simulators: [
            "block-model": [
                ParameterDescription("users", .integer(1...1_000_000), default: .integer(100), "Users."),
                ParameterDescription("departments", .integer(1...1000), default: .integer(4), "Departments."),
                ParameterDescription("shares", .integer(1...1_000_000), default: .integer(50), "Shares."),
                ParameterDescription("days", .integer(1...10_000), default: .integer(30), "Days."),
            ]
        ],
        scenarios: [
            "uniform-pairs": [],
            "frequency-matched-pairs": [],
            "snooping": [ParameterDescription("reach", .real(0...1), default: .real(0.5), "Share of the shares.")],
        ],
        metrics: [
            Metric("roc_auc"), Metric("average_precision"), Metric("tpr_at_1_percent_fpr"),
            Metric("recall_at_budget", isBudgeted: true), Metric("noise_rate", isBudgeted: true, higherIsBetter: false),
        ],
        samplers: ["grid", "random"])
}

/// The problems of a text, one a line; empty where it has none.
func problems(_ text: String, file: String = "experiments/x.yaml") -> [String] {
    do {
        _ = try ExperimentSpecification(parsing: text, file: file, catalogue: .example)
        return []
    } catch {
        return error.problems.map(\.description)
    }
}
