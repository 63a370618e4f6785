package import Concurrency
package import Evaluation
import Experiments
import Foundation
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
    ///   - workers: their number changes no number.
    ///   - isCancelled: asked between resamples, on any worker.
    ///   - report: told what is being computed, and how much of all is done.
    /// - Throws: ``StudyError`` where there is nothing to compare, `FileError` for scores that are damaged,
    ///   `StatisticsError`, `CancellationError`.
    package init(
        _ studies: [FinishedStudy], metric: String? = nil, slice: String? = nil, datasets: [String] = [],
        control: String? = nil, components: StudyComponents, margin: Double = 0.01, level: Double = 0.05,
        workers: Workers = Workers(2), isCancelled: @escaping @Sendable () -> Bool = { false },
        report: (_ step: String, _ fraction: Double) -> Void = { _, _ in }
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
        let measured = wanted.filter { !table.sharedReplicates(in: $0).isEmpty }
        let overlaps = DatasetOverlaps(of: measured, in: table), complete = overlaps.kept
        guard !complete.isEmpty else { throw table.nothingInCommon }
        let nested = table.algorithms.map { algorithm in complete.map { table.values(of: algorithm, in: $0) } }
        let name = metric.split(separator: "@").first.map(String.init) ?? metric
        let kind = components.metrics[name]
        let isHigherBetter = kind?.higherIsBetter ?? true, range = kind?.range ?? Estimate.anyNumber
        let comparison = try DatasetComparison(
            algorithms: table.algorithms, datasets: complete.map { table.name(of: $0) },
            values: complete.indices.map { dataset in nested.map { Self.mean($0[dataset].map(Self.mean)) } },
            control: control, higherIsBetter: isHigherBetter, range: range, margin: margin, level: level,
            areIndependent: overlaps.dependent.isEmpty)
        self.comparison = comparison
        variation = nested.map { try? VarianceComponents($0) }
        let split = first.specification.protocol.split.rule
        let question = kind.map {
            SharedCaseResampling.Question(
                metric: $0, budget: metric.split(separator: "@").dropFirst().first.flatMap { Double($0) } ?? 0,
                slice: slice, policy: first.specification.protocol.unscorable)
        }
        let estimation = IntervalEstimation(
            level: 1 - level, replicates: Self.resamples, mostCaseReplicates: Self.mostCases, seed: Seed(0),
            workers: workers, isCancelled: isCancelled)
        replicates = try complete.indices.compactMap { dataset -> ReplicateComparison? in
            let values = nested.map { $0[dataset].map(Self.mean) }
            guard (values.first?.count ?? 0) > 1 else { return nil }
            return try ReplicateComparison(
                values, of: comparison.pairs.map { ($0.first, $0.second) },
                called: table.algorithms, dataset: comparison.datasets[dataset], level: level,
                testToTraining: split.dividesAnew ? split.testToTraining : 0,
                cases: Self.sharedCases(
                    table.algorithms.map { table.scores(of: $0, in: complete[dataset]) }, question, estimation
                ) { fraction in
                    report(
                        "resampling the cases of \(comparison.datasets[dataset])",
                        (Double(dataset) + fraction) / Double(complete.count))
                },
                higherIsBetter: isHigherBetter, range: range)
        }
        leftOut = wanted.compactMap { table.leftOut(of: $0) }
        injectedFractions = complete.map { table.cases[$0]?.injectedFraction(of: slice) }
        self.metric = metric
        self.slice = slice
        let single = complete.count == 1 ? "There is one world: what holds in it need not hold in another." : nil
        let caveats = [single, table.caveat, overlaps.caveat].compactMap { $0 }
        caveat = caveats.isEmpty ? nil : caveats.joined(separator: " ")
    }

    /// The algorithms that may be the best: of another dataset like these, or else on the only one.
    package var best: BestSet? { comparison.best ?? (replicates.count == 1 ? replicates[0].best : nil) }

    private static let resamples = 400
    /// How many cases are measured again for one dataset: some seconds.
    private static let mostCases = 5e8

    /// What the cases that replicates have in common bring, from the files of each algorithm's scores.
    private static func sharedCases(
        _ scores: [[KeptScores]], _ question: SharedCaseResampling.Question?, _ estimation: IntervalEstimation,
        progress: (Double) -> Void
    ) throws -> Result<SharedCaseResampling, ComparisonError> {
        guard let question else { return .failure(ComparisonError("the metric is not known to this program")) }
        if let missing = scores.joined().first(where: { !FileManager.default.fileExists(atPath: $0.file.path) }) {
            return .failure(
                ComparisonError(
                    "\(missing.file.path) is missing, and without the scores of all replicates nothing is known of the cases that "
                        + "these have in common"))
        }
        let count = scores.reduce(0) { $0 + $1.count }
        var done = 0
        do {
            return .success(
                try SharedCaseResampling(
                    scorers: scores.count, replicates: scores.first?.count ?? 0, question: question, by: estimation
                ) { replicate, scorer in
                    // Some are read twice, and where there are many cases some are not read.
                    progress(min(1, Double(done) / Double(max(1, count))))
                    done += 1
                    return try scores[scorer][replicate].table()
                })
        } catch let error as ComparisonError {
            return .failure(error)
        }
    }

    /// What p-values are corrected for.
    package var family: String {
        let pairs = comparison.pairs.count
        return "\(pairs) \(pairs == 1 ? "pair" : "pairs") of algorithms by \(metric) on \(slice) alone"
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
