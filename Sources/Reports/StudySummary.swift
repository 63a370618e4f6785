public import Experiments
import Parameters
import Statistics

/// A study's result for other programs.
public struct StudySummary: Encodable, Sendable {
    let name: String
    let objective: String
    let scenario: String
    let trials: Int
    let failed: Int
    let datasets: [Entry]
    let lints: [LintReport]

    struct Entry: Encodable {
        var dataset: String
        var bundle: String
        /// The chosen trial of each algorithm, the winner first.
        var ranking: [Chosen]
    }

    struct Chosen: Encodable {
        var trial: Int
        var algorithm: String
        var parameters: [String: ParameterValue]
        var validation: [Figure]
        /// Of the settings fitted by themselves; empty where all trials were.
        var refit: [Figure]
        var test: [Figure]
        /// What each replicate cost on the sealed test.
        var costs: [FitCost]
    }

    struct Figure: Encodable {
        var metric: String
        var scenario: String
        var value: Double?
        var low: Double?
        var high: Double?
        var method: String
    }

    public init(_ result: StudyResult) {
        name = result.specification.name
        objective = result.specification.objective.metric.description
        scenario = result.specification.objective.scenario.description
        trials = result.trials
        failed = result.failed
        lints = result.lints
        datasets = result.datasets.map { dataset in
            Entry(
                dataset: dataset.name, bundle: dataset.bundle,
                ranking: dataset.ranking.map { entry in
                    Chosen(
                        trial: entry.trial.number, algorithm: entry.trial.algorithm,
                        parameters: entry.trial.parameters.values, validation: Self.figures(of: entry.validation),
                        refit: Self.figures(of: entry.refit),
                        test: Self.figures(of: entry.test), costs: entry.costs)
                })
        }
    }

    private static func figures(of replicates: [ReplicateFigure]) -> [Figure] {
        var seen: Set<[String]> = []
        return replicates.compactMap { item in
            let (metric, scenario) = (item.figure.metric, item.figure.slice)
            guard seen.insert([metric, scenario]).inserted else { return nil }
            let estimate = replicates.estimate(metric: metric, slice: scenario)
            return Figure(
                metric: metric, scenario: scenario, value: estimate?.value, low: estimate?.interval?.lowerBound,
                high: estimate?.interval?.upperBound, method: estimate?.method ?? "undefined")
        }
    }
}
