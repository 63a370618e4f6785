import AccessLogs
import Concurrency
import Datasets
import Experiments
import Files
import Foundation
import Incidents
import Interactions
import Scenarios
import Statistics

/// One dataset of a study: where it comes from, how it is divided, what is injected.
struct StudyData: Sendable {
    let dataset: Dataset
    /// What its accesses are, in whatever order.
    let fingerprint: LogFingerprint
    private let name: String
    private let specification: ExperimentSpecification
    private let injections: [Injection]
    private let incidents: IncidentDetector?
    /// The innocent events of a simulated dataset, where incidents are measured.
    private let events: InnocentEvents?
    /// The root of all random streams that concern this dataset.
    let seed: Seed
    /// One division for each replicate. The test fold is the same in all, and so is the whole of a time split.
    private let splits: [Split]
    /// The users and resources that the injections of the two phases may use.
    private let sides: (validation: InjectionSide, test: InjectionSide)
    private let workers: Workers
    private let isCancelled: @Sendable () -> Bool

    private let report: @Sendable (StudyEvent) -> Void

    /// Opens a dataset, or simulates it into a folder.
    ///
    /// - Parameters:
    ///   - folder: where a simulated dataset is kept.
    ///   - report: told how far the work is.
    /// - Throws: `FileError`, `SplitError`, ``StudyError``, `CancellationError`; `SpecificationError` where an algorithm
    ///   asks for values that the dataset does not have.
    init(
        _ source: DatasetSpecification, of study: StudySetup, keepingIn folder: URL, workers: Workers,
        isCancelled: @escaping @Sendable () -> Bool, report: @escaping @Sendable (StudyEvent) -> Void
    ) throws {
        let specification = study.specification, components = study.components
        self.specification = specification
        self.isCancelled = isCancelled
        self.report = report
        self.workers = workers
        seed = specification.seeds.root.derived("dataset " + source.name)
        let location: URL
        (dataset, location) = try Self.dataset(
            source, of: study, folder: folder, workers: workers, isCancelled: isCancelled, report: report)
        fingerprint = LogFingerprint(of: dataset.log)
        name = source.name
        guard dataset.log.count > 0 else { throw StudyError("the dataset \(source.name) has no access") }
        try specification.checkTimes(of: dataset.log, named: source.name, components.detectors)
        injections = try specification.injection.map { injection in
            let type = try components.scenarios.type(of: injection.scenario)
            return Injection(scenario: try type.init(injection.parameters), amount: injection.amount)
        }
        incidents = components.incidents(of: specification.incidents)
        events = incidents == nil ? nil : try InnocentEvents(at: location, in: dataset.log)
        sides = InjectionSide.both(of: dataset.log, seed: seed.derived("injection sides"))
        do {
            splits = try Self.splits(of: dataset.log, as: specification, seed: seed.derived("split"))
        } catch let error as StudyError {
            throw error
        } catch {
            throw StudyError("the dataset \(source.name) cannot be split: \(error)")
        }
    }

    /// The validation folds with their injected accesses: those of the first replicate, then those of the next.
    func validationFolds() throws -> [PreparedFold] {
        try folds(splits.flatMap(\.validation), side: sides.validation, purpose: "validation injection")
    }

    /// The test's folds, sealed. Their injections come from streams that nothing else uses.
    func sealedTest(of name: String, ledgers: SealedTest.Ledgers) throws -> SealedTest {
        SealedTest(
            sealing: try folds(splits.map(\.test), side: sides.test, purpose: "sealed test injection"), of: name,
            identity: try TestIdentity(
                data: fingerprint.digest, columnsDigest: dataset.card.digest, split: specification.protocol.split.rule,
                test: splits.first?.test),
            ledgers: ledgers)
    }

    private func folds(_ folds: [Fold], side: InjectionSide, purpose: String) throws -> [PreparedFold] {
        var last: (accesses: [Int], matrix: InteractionMatrix, profile: TrainingProfile)?
        let benign = folds.reduce(0) { $0 + $1.window.benign.count }
        guard benign <= Self.mostHeld else {
            throw StudyError(
                "\(folds.count) replicates have \(benign) benign cases, more than can be held at once; ask for fewer "
                    + "'replicates'")
        }
        return try folds.enumerated().map { replicate, fold in
            if isCancelled() { throw CancellationError() }
            report(.preparing(dataset: name, step: "injecting", fraction: Double(replicate) / Double(folds.count)))
            let known = last.flatMap { $0.accesses == fold.training ? $0 : nil }
            let matrix = known?.matrix ?? InteractionMatrix(counting: fold.training, of: dataset.log, workers)
            let profile = known?.profile ?? TrainingProfile(of: fold.training, in: dataset.log)
            last = (fold.training, matrix, profile)
            return try PreparedFold(
                fold, of: dataset.log, side: side, training: matrix, profile: profile, injections: injections,
                scenarios: specification.injection.map(\.name), incidents: incidents, events: events,
                seed: seed.derived(purpose, replicate), workers, isCancelled: isCancelled)
        }
    }

    /// As many divisions as the study has replicates. Where no number was given, the training pairs of the first tell it.
    private static func splits(
        of log: AccessLog, as specification: ExperimentSpecification, seed: Seed
    ) throws -> [Split] {
        let rule = specification.protocol.split.rule, seeds = specification.seeds
        func divide(_ replicates: Int) throws -> [Split] {
            try requireRoom(for: replicates, divisionsOf: log, by: rule)
            return try rule.splits(
                of: log, population: specification.protocol.population, replicates: replicates, seed: seed)
        }
        if let replicates = seeds.replicates { return try divide(replicates) }
        let first = try divide(1)
        return try divide(
            seeds.replicates(forTrainingPairs: PairSet(of: first.first?.test.training ?? [], in: log).count))
    }

    /// Divisions that differ from replicate to replicate are all held at once, with the index of every access.
    private static func requireRoom(
        for replicates: Int, divisionsOf log: AccessLog, by split: any SplitRule
    ) throws {
        guard !split.dividesAnew || log.count <= mostHeld / replicates else {
            throw StudyError(
                "\(replicates) replicates of \(log.count) accesses each are more than can be held at once; ask for "
                    + "\(max(1, mostHeld / log.count)) 'replicates' at most")
        }
    }

    /// Accesses, or cases, of all replicates together: some 16 to 100 GB.
    private static let mostHeld = 2_000_000_000

    private static func dataset(
        _ source: DatasetSpecification, of study: StudySetup, folder: URL, workers: Workers,
        isCancelled: @Sendable () -> Bool, report: @Sendable (StudyEvent) -> Void
    ) throws -> (Dataset, URL) {
        func opened(_ path: String) throws -> (Dataset, URL) {
            let location = try study.paths.dataset(at: path)
            if let note = location.note { report(.note(note)) }
            return (try Dataset(at: location.url, verifying: true), location.url)
        }
        switch source.source {
        case .path(let path):
            return try opened(path)
        case .replayed(let path, let seed, let replay):
            let original = try opened(path).0
            return try kept(
                "replay of \(original.card.digest), user_share=\(replay.userFraction) "
                    + "days=\(replay.days.map { "\($0)" } ?? "all") seed=\(seed)",
                licence: original.card.licence, as: source.name, in: folder
            ) { (try replay.world(of: original.log, seed: Seed(seed), isCancelled: isCancelled), nil) }
        case .simulated(let organization, let seed, let parameters):
            let type = try study.components.simulators.type(of: organization)
            return try kept(
                DatasetCard.origin(simulator: organization, settings: "\(parameters) seed=\(seed)"),
                licence: "CC0-1.0", as: source.name, in: folder
            ) {
                let simulation = try type.init(parameters).simulate(
                    seed: Seed(seed), workers: workers, isCancelled: isCancelled,
                    progress: { report(.preparing(dataset: source.name, step: "simulating", fraction: $0)) })
                return (simulation.log, simulation.eventTable)
            }
        }
    }

    /// A dataset that is made once and kept in the study's folder.
    private static func kept(
        _ origin: String, licence: String, as name: String, in folder: URL,
        make: () throws -> (log: AccessLog, events: String?)
    ) throws -> (Dataset, URL) {
        let destination = StudyFileName.datasets.url(in: folder).appendingPathComponent(name)
        if FileManager.default.fileExists(atPath: destination.appendingPathComponent(Dataset.cardFile).path) {
            do {
                let dataset = try Dataset(at: destination, verifying: true)
                if dataset.card.origin == origin { return (dataset, destination) }
            } catch is FileError {
                // A damaged dataset that can be made again exactly need not stop the study.
            }
        }
        let made = try make()
        try Dataset.write(
            made.log, to: destination, origin: origin, licence: licence, importOptions: nil, events: made.events,
            replacing: true)
        return (try Dataset(at: destination), destination)
    }
}
