import Evaluation
import Experiments
import Statistics
import Studies

/// One metric on one slice: its values for every algorithm of several studies, by dataset, replicate and start.
struct MeasurementTable {
    /// The measurements of replicates are paired where their root seeds and numbers are equal.
    struct Replicate: Hashable, Comparable {
        let seed: UInt64
        let number: Int

        static func < (one: Replicate, other: Replicate) -> Bool {
            (one.seed, one.number) < (other.seed, other.number)
        }
    }

    /// The keys of the datasets, in the order in which they occur.
    private(set) var datasets: [String] = []
    private(set) var algorithms: [String] = []
    private(set) var caveat: String?
    /// The cases of each dataset, where its studies stored them.
    private(set) var cases: [String: MeasuredCases] = [:]
    /// The keys of the datasets that a study made from a log.
    private(set) var replays: Set<String> = []
    private let metric: String
    private let slice: String
    private var names: [String: String] = [:]
    /// The values of the starts, by dataset and algorithm.
    private var values: [String: [String: [Replicate: [Double]]]] = [:]
    /// The scores that the studies kept, by dataset and algorithm.
    private var scores: [String: [String: [Replicate: KeptScores]]] = [:]
    /// Every replicate that was run, by dataset.
    private var replicates: [String: Set<Replicate>] = [:]
    /// The metrics on slices that the studies have.
    private var known: Set<String> = []

    init(_ studies: [FinishedStudy], metric: String, slice: String) {
        self.metric = metric
        self.slice = slice
        let groups = RepeatedStudy.grouping(studies), algorithmNames = AlgorithmNames(groups)
        var caveats: [String] = []
        for (index, study) in groups.enumerated().flatMap({ index, group in group.runs.map { (index, $0) } }) {
            var first: [String: String] = [:]
            for dataset in study.datasets {
                // The same data under two names of a study are one world.
                if let other = first[dataset.key] {
                    caveats.append("\(dataset.name) has the data of \(other), and is left out.")
                    continue
                }
                first[dataset.key] = dataset.name
                name(dataset, of: study)
                cases[dataset.key] = cases[dataset.key] ?? dataset.cases
                if dataset.isReplay { replays.insert(dataset.key) }
                for measured in dataset.algorithms {
                    known.formUnion(measured.measurements.map { "\($0.measurement.metric) on \($0.measurement.slice)" })
                    let name = algorithmNames.name(of: measured.trial.algorithm, inStudy: index)
                    if !algorithms.contains(name) { algorithms.append(name) }
                    add(measured, of: study, called: name, in: dataset.key)
                }
            }
        }
        let isReal = studies.flatMap(\.specification.datasets).contains { $0.source.path != nil }
        if isReal {
            caveats.append("Real logs are counted as one world each; what they have in common is not known.")
        }
        var said: Set<String> = []
        caveat = caveats.isEmpty ? nil : caveats.filter { said.insert($0).inserted }.joined(separator: " ")
    }

    /// The replicates of a dataset in which every algorithm has the measurement.
    func sharedReplicates(in dataset: String) -> [Replicate] {
        let found = algorithms.map { Set(values[dataset]?[$0]?.keys.map { $0 } ?? []) }
        guard let first = found.first else { return [] }
        return found.reduce(first) { $0.intersection($1) }.sorted()
    }

    /// An algorithm's values by shared replicate and start.
    func values(of algorithm: String, in dataset: String) -> [[Double]] {
        sharedReplicates(in: dataset).compactMap { values[dataset]?[algorithm]?[$0] }
    }

    /// An algorithm's scores by shared replicate; their files need not exist.
    func scores(of algorithm: String, in dataset: String) -> [KeptScores] {
        sharedReplicates(in: dataset).compactMap { scores[dataset]?[algorithm]?[$0] }
    }

    func name(of dataset: String) -> String { names[dataset] ?? dataset }

    /// - Throws: ``StudyError`` for a name that no dataset has.
    func datasets(named wanted: [String]) throws -> [String] {
        for name in wanted where !datasets.contains(where: { self.name(of: $0) == name }) {
            throw StudyError(
                "no study has the world \(name); there are \(datasets.map(name(of:)).joined(separator: ", "))")
        }
        return wanted.isEmpty ? datasets : datasets.filter { wanted.contains(name(of: $0)) }
    }

    /// - Throws: ``StudyError`` for a name that no algorithm has.
    func index(ofAlgorithm name: String) throws -> Int {
        guard let index = algorithms.firstIndex(of: name) else {
            throw StudyError("no study has the algorithm \(name); there are \(algorithms.joined(separator: ", "))")
        }
        return index
    }

    /// What of a dataset is not compared; nil where all of it is.
    func leftOut(of dataset: String) -> String? {
        let shared = sharedReplicates(in: dataset).count, all = replicates[dataset]?.count ?? 0
        guard shared < all else { return nil }
        return shared == 0 ? name(of: dataset) : "\(all - shared) of \(all) replicates of \(name(of: dataset))"
    }

    var nothingInCommon: StudyError {
        guard known.contains("\(metric) on \(slice)") else {
            let metrics = Set(known.compactMap { $0.split(separator: " ").first.map(String.init) }).sorted()
            return StudyError(
                "no study has \(metric) on \(slice); their metrics are \(metrics.joined(separator: ", "))")
        }
        return StudyError(
            "the studies have no world in common: only the same data with the same protocol, injection and seeds "
                + "can be paired")
    }

    private mutating func name(_ dataset: FinishedStudy.MeasuredDataset, of study: FinishedStudy) {
        guard names[dataset.key] == nil else { return }
        datasets.append(dataset.key)
        let taken = Set(names.values), seed = study.specification.seeds.root.value
        let candidates = [
            dataset.name, "\(study.specification.name)/\(dataset.name)",
            "\(study.specification.name)/\(dataset.name), root seed \(seed)",
        ]
        names[dataset.key] = candidates.first { !taken.contains($0) } ?? "\(dataset.name), world \(datasets.count)"
    }

    private mutating func add(
        _ measured: FinishedStudy.MeasuredAlgorithm, of study: FinishedStudy, called name: String, in dataset: String
    ) {
        let seed = study.specification.seeds.root.value
        let numbers = Set(measured.measurements.map(\.replicate)).sorted()
        replicates[dataset, default: []].formUnion(numbers.map { Replicate(seed: seed, number: $0) })
        let starts = measured.measurements.nestedValues(metric: metric, slice: slice) ?? []
        guard starts.count == numbers.count else { return }
        for (number, values) in zip(numbers, starts) {
            let replicate = Replicate(seed: seed, number: number)
            self.values[dataset, default: [:]][name, default: [:]][replicate] = values
            scores[dataset, default: [:]][name, default: [:]][replicate] = KeptScores(
                study: study, trial: measured.trial, replicate: number)
        }
    }
}
