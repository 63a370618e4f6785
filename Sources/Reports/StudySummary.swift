import Evaluation
import Experiments
import Lints
import Parameters
package import Studies

/// A study's result for other programs: what its folder has of it, with the means over the replicates.
package struct StudySummary: Encodable, Sendable {
    let name: String
    let objective: String
    let slice: String
    let trials: Int
    let failed: Int
    let datasets: [Entry]
    let lints: [LintReport]
    /// The means over several datasets; nil for one.
    let acrossDatasets: [StudyResult.AcrossDatasets]?

    struct Entry: Encodable {
        var dataset: String
        var bundle: String
        /// The chosen trial of each algorithm, the winner first.
        var ranking: [Chosen]
        /// How often other studies opened the sealed test.
        var openings: DatasetResult.Openings?
        /// What the winner would be like in use.
        var operation: OperationReport?
        /// The fraction of injected ones among all cases of the sealed test; nil where an older program did not store it.
        var injectedFraction: Double?
        /// The cases by slice, and what budgets allow at most.
        var cases: MeasuredCases?
        /// Which algorithms may be the best.
        var best: BestSet?
    }

    struct Chosen: Encodable {
        var trial: Int
        var algorithm: String
        var parameters: [String: ParameterValue]
        var validation: [Evaluation.Measurement]
        /// Of the settings fitted by themselves; empty where all trials were.
        var refit: [Evaluation.Measurement]
        var test: [Evaluation.Measurement]
        /// What each replicate cost on the sealed test.
        var costs: [FitCost]
    }

    package init(_ result: StudyResult) {
        name = result.specification.name
        objective = result.specification.objective.metric.description
        slice = result.specification.objective.slice.description
        trials = result.trials
        failed = result.failed
        lints = result.lints
        acrossDatasets = result.acrossDatasets
        datasets = result.datasets.map { dataset in
            Entry(
                dataset: dataset.name, bundle: dataset.bundle,
                ranking: dataset.ranking.map { entry in
                    Chosen(
                        trial: entry.trial.number, algorithm: entry.trial.algorithm,
                        parameters: entry.trial.parameters.values, validation: entry.validation.means(),
                        refit: entry.refit.means(), test: entry.testMeans, costs: entry.costs)
                }, openings: dataset.openings, operation: dataset.operation,
                injectedFraction: dataset.cases?.injectedFraction(of: Evaluation.pooled), cases: dataset.cases,
                best: dataset.best?.best)
        }
    }
}
