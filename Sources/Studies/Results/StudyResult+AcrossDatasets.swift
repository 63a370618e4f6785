import Evaluation
import Experiments
package import Statistics

extension StudyResult {
    /// The objective of an algorithm over several datasets: what another organisation may bring.
    package struct AcrossDatasets: Hashable, Sendable, Encodable {
        package let algorithm: String
        /// The mean over the datasets of the means over their replicates, each dataset counting once, with Student's t
        /// interval over the datasets.
        package let mean: Estimate
    }

    /// The algorithms that have the objective on the sealed tests of all datasets, the best first; nil for one dataset.
    package var acrossDatasets: [AcrossDatasets]? {
        guard datasets.count > 1 else { return nil }
        let metric = specification.objective.metric.description, slice = specification.objective.slice.description
        var names: [String] = []
        for entry in datasets.flatMap(\.ranking) where !names.contains(entry.trial.algorithm) {
            names.append(entry.trial.algorithm)
        }
        let found = names.compactMap { name -> AcrossDatasets? in
            let values = datasets.compactMap { dataset in
                dataset.ranking.first { $0.trial.algorithm == name }?.mean(metric: metric, slice: slice)?.value
            }
            guard values.count == datasets.count,
                let mean = Estimate.mean(of: values, within: Metrics.standard.range(of: metric))
            else { return nil }
            return AcrossDatasets(algorithm: name, mean: mean)
        }
        let isHigherBetter = specification.objective.direction == .maximize
        return found.sorted {
            $0.mean.value == $1.mean.value
                ? $0.algorithm < $1.algorithm : ($0.mean.value > $1.mean.value) == isHigherBetter
        }
    }
}
