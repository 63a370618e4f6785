public import Experiments
import Parameters
import Statistics

/// A study's result for other programs.
public struct StudySummary: Encodable, Sendable {
    let name: String
    let objective: String
    let slice: String
    let trials: Int
    let failed: Int
    let datasets: [Entry]
    let lints: [LintReport]

    private enum CodingKeys: String, CodingKey {
        case name, objective, trials, failed, datasets, lints
        case slice = "scenario"
    }

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
        var validation: [Measurement]
        /// Of the settings fitted by themselves; empty where all trials were.
        var refit: [Measurement]
        var test: [Measurement]
        /// What each replicate cost on the sealed test.
        var costs: [FitCost]
    }

    struct Measurement: Encodable {
        var metric: String
        var slice: String
        var value: Double?
        var low: Double?
        var high: Double?
        var method: String

        private enum CodingKeys: String, CodingKey {
            case metric, value, low, high, method
            case slice = "scenario"
        }
    }

    public init(_ result: StudyResult) {
        name = result.specification.name
        objective = result.specification.objective.metric.description
        slice = result.specification.objective.slice.description
        trials = result.trials
        failed = result.failed
        lints = result.lints
        datasets = result.datasets.map { dataset in
            Entry(
                dataset: dataset.name, bundle: dataset.bundle,
                ranking: dataset.ranking.map { entry in
                    Chosen(
                        trial: entry.trial.number, algorithm: entry.trial.algorithm,
                        parameters: entry.trial.parameters.values, validation: Self.measurements(of: entry.validation),
                        refit: Self.measurements(of: entry.refit),
                        test: Self.measurements(of: entry.test), costs: entry.costs)
                })
        }
    }

    private static func measurements(of replicates: [ReplicateMeasurement]) -> [Measurement] {
        var seen: Set<[String]> = []
        return replicates.compactMap { item in
            let (metric, slice) = (item.measurement.metric, item.measurement.slice)
            guard seen.insert([metric, slice]).inserted else { return nil }
            let estimate = replicates.estimate(metric: metric, slice: slice)
            return Measurement(
                metric: metric, slice: slice, value: estimate?.value, low: estimate?.interval?.lowerBound,
                high: estimate?.interval?.upperBound, method: estimate?.method ?? "undefined")
        }
    }
}
