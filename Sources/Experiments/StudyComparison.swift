public import Evaluation
public import Statistics

/// The algorithms of one or several studies compared over the worlds that all of them were measured in.
public struct StudyComparison: Sendable {
    /// The metric with its budget, and the slice: `average_precision` on `macro`.
    public let metric: String
    public let slice: String
    public let comparison: WorldComparison
    /// For each algorithm, how much of the figure's variation comes from worlds, injections and starts; nil where the
    /// studies repeat them unequally often or not at all.
    public let variation: [VarianceComponents?]
    /// The algorithms over the replicates, where there is one world with several; nil otherwise.
    public let replicates: ReplicateComparison?
    /// The worlds that some algorithm was not measured in, or where its figure is undefined.
    public let leftOut: [String]
    /// Whether a world stands for several: a real log, or the same data with other seeds, is no independent world.
    public let caveat: String?

    /// - Throws: ``StudyError`` where there is nothing to compare, `StatisticsError`.
    public init(
        _ studies: [FinishedStudy], metric: String? = nil, slice: String? = nil, components: StudyComponents,
        margin: Double = 0.01, level: Double = 0.05
    ) throws {
        guard let first = studies.first else { throw StudyError("there is no study to compare") }
        let metric = metric ?? first.specification.objective.metric.description
        let slice = slice ?? first.specification.objective.scenario.description
        let table = Table(studies, metric: metric, slice: slice)
        guard table.algorithms.count > 1 else {
            throw StudyError("there is one algorithm only, \(table.algorithms.first ?? "none"); nothing to compare")
        }
        let complete = table.worlds.filter { world in table.algorithms.allSatisfy { table.value($0, world) != nil } }
        guard !complete.isEmpty else { throw table.nothingInCommon(metric: metric, slice: slice) }
        let name = metric.split(separator: "@").first.map(String.init) ?? metric
        comparison = try WorldComparison(
            algorithms: table.algorithms, worlds: complete.map { table.names[$0] ?? $0 },
            values: complete.map { world in table.algorithms.compactMap { table.value($0, world) } },
            higherIsBetter: components.metrics[name]?.higherIsBetter ?? true, margin: margin, level: level)
        variation = table.algorithms.map { algorithm in
            try? VarianceComponents(complete.compactMap { table.nestedValues(algorithm, $0) })
        }
        let single = complete.count == 1 ? complete.first : nil
        replicates = try single.flatMap { world in
            try ReplicateComparison(
                table.algorithms.map { algorithm in
                    (table.nestedValues(algorithm, world) ?? []).map { $0.reduce(0, +) / Double($0.count) }
                }, testToTraining: first.specification.protocol.split.testToTraining)
        }
        leftOut = table.worlds.filter { !complete.contains($0) }.map { table.names[$0] ?? $0 }
        self.metric = metric
        self.slice = slice
        caveat =
            complete.count == 1
            ? "There is one world: what holds in it need not hold in another." : table.caveat
    }

    /// The figures of every algorithm in every world.
    private struct Table {
        /// World keys in the order in which they occur.
        private(set) var worlds: [String] = []
        private(set) var names: [String: String] = [:]
        private(set) var algorithms: [String] = []
        private(set) var caveat: String?
        private var values: [String: [String: Double]] = [:]
        private var nested: [String: [String: [[Double]]]] = [:]
        private var known: Set<String> = []

        init(_ studies: [FinishedStudy], metric: String, slice: String) {
            let algorithmNames = AlgorithmNames(studies)
            for (place, study) in studies.enumerated() {
                for world in study.worlds {
                    if names[world.key] == nil {
                        worlds.append(world.key)
                        let isTaken = names.values.contains(world.dataset)
                        names[world.key] = isTaken ? "\(study.specification.name)/\(world.dataset)" : world.dataset
                    }
                    for measured in world.algorithms {
                        known.formUnion(measured.figures.map { "\($0.figure.metric) on \($0.figure.slice)" })
                        let name = algorithmNames.name(of: measured.trial.algorithm, inStudy: place)
                        if !algorithms.contains(name) { algorithms.append(name) }
                        values[name, default: [:]][world.key] =
                            measured.figures.estimate(metric: metric, slice: slice)?.value
                        nested[name, default: [:]][world.key] =
                            measured.figures.nestedValues(metric: metric, slice: slice)
                    }
                }
            }
            let sources = studies.flatMap(\.specification.datasets).map(\.source)
            let isReal = sources.contains { $0.path != nil }
            caveat = isReal ? "Real logs are counted as one world each; what they have in common is not known." : nil
        }

        func value(_ algorithm: String, _ world: String) -> Double? { values[algorithm]?[world] }

        /// The figure's values by replicate and start.
        func nestedValues(_ algorithm: String, _ world: String) -> [[Double]]? { nested[algorithm]?[world] }

        func nothingInCommon(metric: String, slice: String) -> StudyError {
            guard known.contains("\(metric) on \(slice)") else {
                let metrics = Set(known.compactMap { $0.split(separator: " ").first.map(String.init) }).sorted()
                return StudyError(
                    "no study has \(metric) on \(slice); their metrics are \(metrics.joined(separator: ", "))")
            }
            return StudyError(
                "the studies have no world in common: only the same data with the same protocol, injection and seeds "
                    + "can be paired")
        }
    }
}
