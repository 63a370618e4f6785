import Experiments
import Parameters

private enum Confidence: String, ParameterChoice { case linear, logarithmic }

extension Catalogue {
    /// A few components, enough for the quickstart.
    static let example = Catalogue(
        detectors: [
            "als-implicit": [
                Parameter<Int>("rank", in: 1...512, standard: 16, simpler: .lower, "Factors."),
                Parameter<Double>(
                    "regularization", in: 0...1e6, standard: 1, simpler: .higher, "Shrinkage."),
                Parameter<Double>("alpha", in: 0...1e6, standard: 10, "Confidence."),
                Parameter<Int>("sweeps", in: 1...1000, standard: 15, "Passes."),
                Parameter<Confidence>("confidence", standard: .linear, "Weights."),
                Parameter<Bool>("centred", standard: false, "Whether to centre."),
            ],
            "popularity": [],
        ],
        simulators: [
            "block-model": [
                Parameter<Int>("users", in: 1...1_000_000, standard: 100, "Users."),
                Parameter<Int>("departments", in: 1...1000, standard: 4, "Departments."),
                Parameter<Int>("shares", in: 1...1_000_000, standard: 50, "Shares."),
                Parameter<Int>("days", in: 1...10_000, standard: 30, "Days."),
            ]
        ],
        scenarios: [
            "uniform-pairs": [],
            "frequency-matched-pairs": [],
            "snooping": [Parameter<Double>("reach", in: 0...1, standard: 0.5, "Share of the shares.")],
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
