import Evaluation
import Statistics

/// One figure of every algorithm of several studies, by world, replicate and start.
struct MeasurementTable {
    /// The figures of replicates are paired where their root seeds and numbers are equal.
    struct Replicate: Hashable, Comparable {
        let seed: UInt64
        let number: Int

        static func < (one: Replicate, other: Replicate) -> Bool {
            (one.seed, one.number) < (other.seed, other.number)
        }
    }

    /// World keys in the order in which they occur.
    private(set) var worlds: [String] = []
    private(set) var algorithms: [String] = []
    private(set) var caveat: String?
    private let metric: String
    private let slice: String
    private var names: [String: String] = [:]
    /// The values of the starts, by world and algorithm.
    private var values: [String: [String: [Replicate: [Double]]]] = [:]
    /// Every replicate that was run, by world.
    private var replicates: [String: Set<Replicate>] = [:]
    /// The metrics on slices that the studies have.
    private var known: Set<String> = []

    init(_ studies: [FinishedStudy], metric: String, slice: String) {
        self.metric = metric
        self.slice = slice
        let groups = RepeatedStudy.grouping(studies), algorithmNames = AlgorithmNames(groups)
        for (place, study) in groups.enumerated().flatMap({ place, group in group.runs.map { (place, $0) } }) {
            for world in study.worlds {
                name(world, of: study)
                for measured in world.algorithms {
                    known.formUnion(measured.measurements.map { "\($0.measurement.metric) on \($0.measurement.slice)" })
                    let name = algorithmNames.name(of: measured.trial.algorithm, inStudy: place)
                    if !algorithms.contains(name) { algorithms.append(name) }
                    add(measured, called: name, in: world.key, seed: study.specification.seeds.root.value)
                }
            }
        }
        let isReal = studies.flatMap(\.specification.datasets).contains { $0.source.path != nil }
        caveat = isReal ? "Real logs are counted as one world each; what they have in common is not known." : nil
    }

    /// The replicates of a world that all algorithms have the figure of.
    func sharedReplicates(in world: String) -> [Replicate] {
        let found = algorithms.map { Set(values[world]?[$0]?.keys.map { $0 } ?? []) }
        guard let first = found.first else { return [] }
        return found.reduce(first) { $0.intersection($1) }.sorted()
    }

    /// An algorithm's values by shared replicate and start.
    func values(of algorithm: String, in world: String) -> [[Double]] {
        sharedReplicates(in: world).compactMap { values[world]?[algorithm]?[$0] }
    }

    func name(of world: String) -> String { names[world] ?? world }

    /// - Throws: ``StudyError`` for a name that no world has.
    func worlds(named wanted: [String]) throws -> [String] {
        for name in wanted where !worlds.contains(where: { self.name(of: $0) == name }) {
            throw StudyError(
                "no study has the world \(name); there are \(worlds.map(name(of:)).joined(separator: ", "))")
        }
        return wanted.isEmpty ? worlds : worlds.filter { wanted.contains(name(of: $0)) }
    }

    /// - Throws: ``StudyError`` for a name that no algorithm has.
    func place(ofAlgorithm name: String) throws -> Int {
        guard let place = algorithms.firstIndex(of: name) else {
            throw StudyError("no study has the algorithm \(name); there are \(algorithms.joined(separator: ", "))")
        }
        return place
    }

    /// What of a world is not compared; nil where all of it is.
    func leftOut(of world: String) -> String? {
        let shared = sharedReplicates(in: world).count, all = replicates[world]?.count ?? 0
        guard shared < all else { return nil }
        return shared == 0 ? name(of: world) : "\(all - shared) of \(all) replicates of \(name(of: world))"
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

    private mutating func name(_ world: FinishedStudy.World, of study: FinishedStudy) {
        guard names[world.key] == nil else { return }
        worlds.append(world.key)
        let taken = Set(names.values), seed = study.specification.seeds.root.value
        let candidates = [
            world.dataset, "\(study.specification.name)/\(world.dataset)",
            "\(study.specification.name)/\(world.dataset), root seed \(seed)",
        ]
        names[world.key] = candidates.first { !taken.contains($0) } ?? "\(world.dataset), world \(worlds.count)"
    }

    private mutating func add(_ measured: FinishedStudy.Measured, called name: String, in world: String, seed: UInt64) {
        let numbers = Set(measured.measurements.map(\.replicate)).sorted()
        replicates[world, default: []].formUnion(numbers.map { Replicate(seed: seed, number: $0) })
        let starts = measured.measurements.nestedValues(metric: metric, slice: slice) ?? []
        guard starts.count == numbers.count else { return }
        for (number, values) in zip(numbers, starts) {
            self.values[world, default: [:]][name, default: [:]][Replicate(seed: seed, number: number)] = values
        }
    }
}
