package import Evaluation
import Experiments
import Interactions
import Parameters
package import Statistics
package import Studies

/// The algorithms of one or several studies compared over the datasets that all of them were measured on.
package struct StudyComparison: Sendable {
    /// The metric with its budget, and the slice: `average_precision` on `macro`.
    package let metric: String
    package let slice: String
    package let comparison: DatasetComparison
    /// For each algorithm, how much of the measurement's variation comes from datasets, injections and starts; nil
    /// where the studies repeat them unequally often or not at all.
    package let variation: [VarianceComponents?]
    /// The algorithms over the replicates of each dataset that has several.
    package let replicates: [ReplicateComparison]
    /// The datasets and replicates that some algorithm was not measured on, or where its value is undefined.
    package let leftOut: [String]
    /// For each dataset the fraction of injected ones among the cases of the slice, on which precision and average
    /// precision depend; nil where a study of an older program did not store it.
    package let injectedFractions: [Double?]
    /// Why the datasets may not be independent: a real log, or the same data with other seeds, is no new sample.
    package let caveat: String?

    /// Studies that differ in their root seed alone count as one, with more replicates.
    ///
    /// - Parameters:
    ///   - datasets: the only datasets to look at; all if empty.
    ///   - control: the algorithm that every other one is compared with; nil compares all with all.
    /// - Throws: ``StudyError`` where there is nothing to compare, `StatisticsError`.
    package init(
        _ studies: [FinishedStudy], metric: String? = nil, slice: String? = nil, datasets: [String] = [],
        control: String? = nil, components: StudyComponents, margin: Double = 0.01, level: Double = 0.05
    ) throws {
        guard let first = studies.first else { throw StudyError("there is no study to compare") }
        let metric = metric ?? first.specification.objective.metric.description
        let slice = slice ?? first.specification.objective.slice.description
        let table = MeasurementTable(studies, metric: metric, slice: slice)
        guard table.algorithms.count > 1 else {
            throw StudyError("there is one algorithm only, \(table.algorithms.first ?? "none"); nothing to compare")
        }
        let control = try control.map { try table.index(ofAlgorithm: $0) }
        let wanted = try table.datasets(named: datasets)
        let complete = wanted.filter { !table.sharedReplicates(in: $0).isEmpty }
        guard !complete.isEmpty else { throw table.nothingInCommon }
        let nested = table.algorithms.map { algorithm in complete.map { table.values(of: algorithm, in: $0) } }
        let name = metric.split(separator: "@").first.map(String.init) ?? metric
        let isHigherBetter = components.metrics[name]?.higherIsBetter ?? true
        let range = components.metrics[name]?.range ?? Estimate.anyNumber
        let comparison = try DatasetComparison(
            algorithms: table.algorithms, datasets: complete.map { table.name(of: $0) },
            values: complete.indices.map { dataset in nested.map { Self.mean($0[dataset].map(Self.mean)) } },
            control: control, higherIsBetter: isHigherBetter, range: range, margin: margin, level: level)
        self.comparison = comparison
        variation = nested.map { try? VarianceComponents($0) }
        replicates = try complete.indices.compactMap { dataset in
            try ReplicateComparison(
                nested.map { $0[dataset].map(Self.mean) }, of: comparison.pairs.map { ($0.first, $0.second) },
                called: table.algorithms, dataset: comparison.datasets[dataset], level: level,
                testToTraining: first.specification.protocol.split.rule.testToTraining, higherIsBetter: isHigherBetter,
                range: range)
        }
        leftOut = wanted.compactMap { table.leftOut(of: $0) }
        injectedFractions = complete.map { table.cases[$0]?.injectedFraction(of: slice) }
        self.metric = metric
        self.slice = slice
        let single = complete.count == 1 ? "There is one world: what holds in it need not hold in another." : nil
        let caveats = [single, table.caveat].compactMap { $0 }
        caveat = caveats.isEmpty ? nil : caveats.joined(separator: " ")
    }

    /// The algorithms that may be the best: of another dataset like these, or else on the only one.
    package var best: BestSet? { comparison.best ?? (replicates.count == 1 ? replicates[0].best : nil) }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
