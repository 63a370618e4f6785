import AccessLogs
import Datasets
import Foundation
import Interactions
import LinearAlgebra
import Scenarios
import Statistics

/// One dataset of a study: where it comes from, how it is divided, what is injected.
struct StudyData: Sendable {
    let dataset: Dataset
    private let specification: ExperimentSpecification
    private let injections: [Injection]
    /// The root of all random streams that concern this dataset.
    let seed: Seed
    /// One division for each replicate. The test fold is the same in all, and so is the whole of a time split.
    private let splits: [Split]
    /// Who acts and what is chosen in the injections of the two phases.
    private let sides: (validation: InjectionSide, test: InjectionSide)
    private let workers: Workers

    /// Opens a dataset, or simulates it into the study's folder.
    ///
    /// - Throws: `DatasetError`, `SplitError`, ``StudyError``, `CancellationError`.
    init(
        _ source: DatasetSpecification, of specification: ExperimentSpecification, components: StudyComponents,
        folder: URL, workers: Workers, isCancelled: @Sendable () -> Bool
    ) throws {
        self.specification = specification
        self.workers = workers
        seed = specification.seeds.root.derived("dataset " + source.name)
        dataset = try Self.dataset(
            source, components: components, folder: folder, workers: workers, isCancelled: isCancelled)
        guard dataset.log.count > 0 else { throw StudyError("the dataset \(source.name) has no access") }
        injections = try specification.injection.map { injection in
            let type = try components.scenarios.type(of: injection.scenario)
            return Injection(scenario: try type.init(injection.parameters), amount: injection.amount)
        }
        sides = InjectionSide.both(of: dataset.log, seed: seed.derived("injection sides"))
        do {
            splits = try Self.splits(
                of: dataset.log, specification.protocol, replicates: specification.seeds.replicates,
                seed: seed.derived("split"))
        } catch {
            throw StudyError("the dataset \(source.name) cannot be split: \(error)")
        }
    }

    /// The validation folds with their injected accesses: those of the first replicate, then those of the next.
    func validationFolds() throws -> [MeasuredFold] {
        try folds(splits.flatMap(\.validation), side: sides.validation, purpose: "validation injection")
    }

    /// The sealed test's folds. Their injections come from streams that nothing else uses.
    func sealedTestFolds() throws -> [MeasuredFold] {
        try folds(splits.map(\.test), side: sides.test, purpose: "sealed test injection")
    }

    private func folds(_ folds: [Fold], side: InjectionSide, purpose: String) throws -> [MeasuredFold] {
        var last: (accesses: [Int], matrix: InteractionMatrix, profile: TrainingProfile)?
        return try folds.enumerated().map { replicate, fold in
            let known = last.flatMap { $0.accesses == fold.training ? $0 : nil }
            let matrix = known?.matrix ?? InteractionMatrix(counting: fold.training, of: dataset.log, workers)
            let profile = known?.profile ?? TrainingProfile(of: fold.training, in: dataset.log)
            last = (fold.training, matrix, profile)
            return try MeasuredFold(
                fold, of: dataset.log, side: side, training: matrix, profile: profile, injections: injections,
                seed: seed.derived(purpose, replicate), workers)
        }
    }

    private static func splits(
        of log: AccessLog, _ specification: ProtocolSpecification, replicates: Int, seed: Seed
    ) throws(SplitError) -> [Split] {
        let population = specification.population
        switch specification.split {
        case .time(let split):
            return Array(repeating: try split.split(log, population: population), count: replicates)
        case .walkForward(let split):
            return Array(repeating: try split.split(log, population: population), count: replicates)
        case .pairs(let split):
            return try split.splits(log, replicates: replicates, seed: seed)
        case .leaveOut(let split):
            let groups = split.unit == .departments ? communities(of: log) : nil
            return try split.splits(
                log, population: population, groups: groups, replicates: replicates, seed: seed)
        case .leaveTenantsOut(let split):
            return try split.splits(log, population: population, replicates: replicates, seed: seed)
        }
    }

    /// The community of each user, by the log's indices: departments are not in logs and have to be found.
    private static func communities(of log: AccessLog) -> [Int?] {
        let matrix = InteractionMatrix(counting: log)
        let communities = Communities(of: matrix.counts)
        return log.users.names.map { name in
            matrix.users.index(of: name).flatMap { communities.ofUser[Int($0)] }.map { Int($0) }
        }
    }

    private static func dataset(
        _ source: DatasetSpecification, components: StudyComponents, folder: URL, workers: Workers,
        isCancelled: @Sendable () -> Bool
    ) throws -> Dataset {
        switch source.source {
        case .path(let path):
            return try Dataset(at: URL(fileURLWithPath: path), verifying: true)
        case .replayed(let path, let seed, let replay):
            let original = try Dataset(at: URL(fileURLWithPath: path), verifying: true)
            return try kept(
                "replay of \(original.card.digest), user_share=\(replay.userShare) "
                    + "days=\(replay.days.map { "\($0)" } ?? "all") seed=\(seed)",
                licence: original.card.licence, as: source.name, in: folder
            ) { try replay.world(of: original.log, seed: Seed(seed)) }
        case .simulated(let organisation, let seed, let parameters):
            let type = try components.simulators.type(of: organisation)
            return try kept(
                "simulated by \(organisation), \(parameters) seed=\(seed)", licence: "CC0-1.0", as: source.name,
                in: folder
            ) {
                try type.init(parameters).simulate(
                    seed: Seed(seed), workers: workers, isCancelled: isCancelled, progress: { _ in }
                ).log
            }
        }
    }

    /// A dataset that is made once and kept in the study's folder.
    private static func kept(
        _ origin: String, licence: String, as name: String, in folder: URL, make: () throws -> AccessLog
    ) throws -> Dataset {
        let destination = folder.appendingPathComponent("datasets").appendingPathComponent(name)
        if let dataset = try? Dataset(at: destination), dataset.card.origin == origin { return dataset }
        try Dataset.write(
            try make(), to: destination, origin: origin, licence: licence, importOptions: nil, replacing: true)
        return try Dataset(at: destination)
    }
}
