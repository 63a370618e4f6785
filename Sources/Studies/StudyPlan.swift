import Detectors
package import Experiments
import Parameters
import Search
import Statistics

/// All trials of a study, in the order of their numbers.
package struct StudyPlan: Sendable {
    package let trials: [TrialPlan]
    /// The steps after which a pruner compares the trials of each algorithm, ascending, by its name; empty without a
    /// pruner, and for an algorithm that does not learn in steps.
    private let rungs: [String: [Int]]

    /// Enumerates the trials: every dataset with every algorithm at the points that the sampler chooses. The points of
    /// an algorithm are the same for all datasets, and those of one detector's equal spaces are the same under all
    /// names.
    ///
    /// - Throws: ``StudyError`` where the sampler is unknown or cannot cover a space.
    package init(_ specification: ExperimentSpecification, components: StudyComponents) throws {
        let sampler: any Sampler
        do {
            sampler = try components.samplers.component(specification.search.sampler)
        } catch { throw StudyError(error.description) }
        var points: [(algorithm: AlgorithmSpecification, parameters: ParameterSet)] = []
        for algorithm in specification.algorithms {
            let type = try components.detectors.type(of: algorithm.id)
            let most = specification.search.trials
            let seed = specification.seeds.root.derived("search " + algorithm.id)
            do {
                for trial in 0..<(try sampler.trialCount(in: algorithm.space, atMost: most)) {
                    let values = try sampler.parameters(
                        ofTrial: trial, in: algorithm.space, seed: seed, atMost: most)
                    points.append((algorithm, type.parameters.accepted(values)))
                }
            } catch {
                throw StudyError("the search space of \(algorithm.name): \(error)")
            }
        }
        var trials: [TrialPlan] = []
        for dataset in specification.datasets {
            for point in points {
                trials.append(
                    TrialPlan(
                        number: trials.count, dataset: dataset.name, algorithm: point.algorithm.name,
                        detector: point.algorithm.id, parameters: point.parameters))
            }
        }
        self.trials = trials
        guard let pruner = specification.search.pruning?.pruner else {
            rungs = [:]
            return
        }
        // A pruner compares the trials of one algorithm, so that its longest trial counts, not that of all.
        rungs = try Dictionary(grouping: points) { $0.algorithm.name }.compactMapValues { points in
            let type = try components.detectors.type(of: points[0].algorithm.id) as? any SteppedDetector.Type
            return type.map { type in
                pruner.rungs(below: points.map { $0.parameters[type.stepsParameter] }.max() ?? 0)
            }
        }
    }

    /// The steps after which a pruner compares the trials of an algorithm of this name, ascending; empty where it does
    /// not.
    func rungs(of algorithm: String) -> [Int] { rungs[algorithm] ?? [] }
}
