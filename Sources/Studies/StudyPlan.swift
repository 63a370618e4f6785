import Detectors
package import Experiments
import Parameters
import Search
import Statistics

/// All trials of a study, in the order of their numbers.
package struct StudyPlan: Sendable {
    package let trials: [TrialPlan]
    /// The steps after which a pruner compares trials, ascending.
    let rungs: [Int]

    /// Enumerates the trials: every dataset with every algorithm at the points that the sampler chooses. The points of
    /// an algorithm are the same for all datasets, and those of one detector's equal spaces are the same under all
    /// names.
    ///
    /// - Throws: ``StudyError`` where the sampler is unknown or cannot cover a space.
    package init(_ specification: ExperimentSpecification, components: StudyComponents) throws {
        guard let sampler = components.samplers[specification.search.sampler] else {
            throw StudyError("unknown sampler '\(specification.search.sampler)'")
        }
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
        let steps = try points.compactMap { point in
            (try components.detectors.type(of: point.algorithm.id) as? any SteppedDetector.Type)
                .map { point.parameters[$0.stepsParameter] }
        }
        rungs = specification.search.pruning?.pruner.rungs(below: steps.max() ?? 0) ?? []
    }
}
