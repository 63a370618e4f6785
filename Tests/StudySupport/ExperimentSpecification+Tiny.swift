package import Experiments
package import Studies

extension ExperimentSpecification {
    /// An experiment that runs in a moment.
    package static func tiny(
        datasets: String = """
        [{simulate: {organisation: block-model, users: 60, departments: 3, shares: 30, days: 21, seed: 5, \
        hub_shares: 2, projects: 1, service_accounts: 1}}]
        """,
        split: String = "{type: time}", root: Int = 3,
        algorithms: String = """
        [{id: als-implicit, space: {rank: {type: categorical, values: [2, 4]}, \
        regularization: {type: categorical, values: [1, 10]}, sweeps: 3}}, {id: popularity}]
        """,
        sampler: String = "grid", onError: String = "continue", mode: String = "exact", pruner: String? = nil,
        initializations: Int = 1, metrics: String? = nil, components: StudyComponents = .test
    ) throws -> ExperimentSpecification {
        try ExperimentSpecification(
            parsing: """
                name: tiny
                datasets: \(datasets)
                protocol: {split: \(split)}
                injection: [{scenario: uniform-pairs, count: 20}, {scenario: frequency-matched-pairs, count: 20}]
                seeds: {root: \(root), replicates: 2, initializations: \(initializations)}
                algorithms: \(algorithms)
                search: {sampler: \(sampler), on_error: \(onError), mode: \(mode)\(pruner.map { ", pruner: \($0)" } ?? "")}
                budgets: {alerts_per_day: [1, 2]}
                \(metrics.map { "metrics: \($0)\nobjective: {metric: roc_auc}" } ?? "")
                """, file: "tiny.yaml", catalogue: components.catalogue)
    }

    /// An experiment of which one trial fails and one succeeds.
    package static func moody(onError: String) throws -> ExperimentSpecification {
        try tiny(
            algorithms: "[{id: moody, space: {fails: {type: categorical, values: [true, false]}}}]", onError: onError)
    }
}
