import Evaluation
import Experiments
import Foundation
import GRDB
import Interactions
import Search

/// The trials and measurements of a study in SQLite. A trial is stored with all its measurements or not at all, so that
/// an interruption at any moment loses only the trials in flight.
///
/// A store may come from anywhere: its schema has to be that of a study, its pages must be consistent, every value must
/// be one that a study can have, and what was stored of a trial must still have the digest that it had.
struct StudyStore: Sendable {
    let database: StoreDatabase
    private let shape: Shape

    /// What the measurements of a study can be of.
    private struct Shape {
        let trials: [Int: TrialPlan]
        let replicates: Range<Int>
        let initializations: Range<Int>
        /// The names of the metrics, without budgets.
        let metrics: Set<Substring>

        init(_ plan: StudyPlan, _ specification: ExperimentSpecification) {
            trials = Dictionary(uniqueKeysWithValues: plan.trials.map { ($0.number, $0) })
            replicates = 0..<specification.seeds.mostReplicates * specification.protocol.split.rule.validationFolds
            initializations = 0..<specification.seeds.initializations
            metrics = Set(specification.metrics.map { $0[...] })
        }
    }

    /// Opens a study's store to write to it, or makes it. A store without a measurement takes on the new specification.
    ///
    /// - Parameters:
    ///   - lock: that of the study's folder: only its holder may migrate a store or delete from it.
    ///   - isCancelled: asked while another program keeps the store busy.
    /// - Throws: ``StudyError`` where it belongs to another specification or cannot be used; `CancellationError`.
    init(
        at url: URL, of plan: StudyPlan, _ specification: ExperimentSpecification, holding lock: StudyLock,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        database = try StoreDatabase(writing: url, isCancelled: isCancelled)
        shape = Shape(plan, specification)
        let resolved = specification.resolvedYAML
        let stored = try database.write { connection in
            if try Self.isEmpty(connection) {
                try StudyRecord.deleteAll(connection)
                try TrialRecord.deleteAll(connection)
                try DatasetRecord.deleteAll(connection)
                try DigestRecord.deleteAll(connection)
                try connection.execute(sql: "DELETE FROM undigested")
                try StudyRecord(specification: resolved).insert(connection)
            }
            return try Self.specification(connection)
        }
        guard stored == resolved else {
            throw StudyError(
                "\(url.deletingLastPathComponent().path) holds a study of another specification; choose another "
                    + "--output, or remove that folder")
        }
    }

    private init(
        reading url: URL, of plan: StudyPlan, _ specification: ExperimentSpecification
    ) throws {
        let stored: String
        (database, stored) = try StoreDatabase.reading(url, first: Self.specification)
        shape = Shape(plan, specification)
        guard stored == specification.resolvedYAML else {
            throw StudyError(
                "\(url.path) is of another specification than the \(StudyFileName.specification.rawValue) beside it; "
                    + "restore both")
        }
    }

    /// Opens a study's store only to read it: nothing in its folder changes, the folder may be read-only, and a program
    /// that runs the study at the same time is not disturbed.
    ///
    /// A store of an earlier version is read as it is.
    ///
    /// - Throws: ``StudyError`` where it belongs to another specification, is damaged, or was left in the midst of
    ///   being written.
    static func reading(
        at url: URL, of plan: StudyPlan, _ specification: ExperimentSpecification
    ) throws -> StudyStore {
        try StudyStore(reading: url, of: plan, specification)
    }

    // MARK: Specification

    private static func specification(_ connection: Database) throws -> String {
        guard let study = try StudyRecord.filter(Column("id") == 1).fetchOne(connection) else {
            throw StoreDamage("it has no specification")
        }
        return study.specification
    }

    /// Whether nothing has been measured yet.
    var isEmpty: Bool {
        get throws { try database.read(Self.isEmpty) }
    }

    private static func isEmpty(_ connection: Database) throws -> Bool {
        try FigureRecord.all().isEmpty(connection)
    }

    // MARK: Datasets

    /// Ties a dataset's measurements to the data that they were measured on.
    ///
    /// - Throws: ``StudyError`` where measurements of other data are stored under the same name.
    func bind(dataset: String, digest: String) throws {
        let stored = try database.write { connection in
            try DatasetRecord(name: dataset, digest: digest).insert(connection)
            return try Self.digest(of: dataset, connection)
        }
        guard stored == digest else {
            throw StudyError(
                "the dataset \(dataset) has changed since this study began; choose another --output, or restore it")
        }
    }

    /// The digest of a dataset that was bound; nil for one that was simulated.
    func digest(of dataset: String) throws -> String? {
        try database.read { try Self.digest(of: dataset, $0) }
    }

    private static func digest(of dataset: String, _ connection: Database) throws -> String? {
        try DatasetRecord.filter(Column("name") == dataset).fetchOne(connection)?.digest
    }

    // MARK: Trials

    /// Stores how a trial ended, with its validation measurements.
    func record(_ outcome: TrialOutcome) throws {
        try database.write { connection in
            try TrialRecord(outcome).insert(connection)
            try insert(outcome.measurements, trial: outcome.plan.number, phase: .validation, connection)
            try seal(outcome.plan.number, .validation, connection)
        }
    }

    /// How the trials of the given plans ended, as far as they did.
    func outcomes(of plans: [TrialPlan]) throws -> [Int: TrialOutcome] {
        try database.read { connection in
            let records = try TrialRecord.limit(shape.trials.count + 1).fetchAll(connection)
            let measurements = try validationMeasurements(connection)
            let digests = try validationDigests(connection)
            let asked = Set(plans.map(\.number))
            var outcomes: [Int: TrialOutcome] = [:]
            for record in records {
                let outcome = try record.outcome(
                    of: shape.trials[record.number], measurements: measurements[record.number] ?? [])
                if let digest = digests[record.number] {
                    try verify(outcome.digest, against: digest, of: record.number, .validation)
                } else {
                    try requireUndigested(record.number, .validation, connection)
                }
                if asked.contains(record.number) { outcomes[record.number] = outcome }
            }
            for trial in digests.keys.sorted() where asked.contains(trial) && outcomes[trial] == nil {
                throw StoreDamage("trial \(trial) was stored and is gone")
            }
            return outcomes
        }
    }

    /// How a trial ended.
    private func outcome(_ trial: Int, _ connection: Database) throws -> TrialOutcome {
        guard let record = try TrialRecord.filter(Column("number") == trial).fetchOne(connection) else {
            throw StoreDamage("trial \(trial) cannot be stored")
        }
        return try record.outcome(
            of: shape.trials[trial], measurements: try measurements(trial: trial, phase: .validation, connection))
    }

    /// The validation measurements of all trials of the study.
    private func validationMeasurements(_ connection: Database) throws -> [Int: [ReplicateMeasurement]] {
        let records = try figures(in: .validation).order(figureOrder).fetchCursor(connection)
        var measurements: [Int: [ReplicateMeasurement]] = [:]
        while let record = try records.next() {
            measurements[record.trial, default: []].append(try measurement(record))
        }
        return measurements
    }

    // MARK: Measurements

    /// Stores the measurements of a trial where it is compared with others after some steps.
    func recordRung(_ measurements: [ReplicateMeasurement], steps: Int, trial: Int) throws {
        try database.write {
            try insert(measurements, trial: trial, phase: .rung(steps: steps), $0)
            try seal(trial, .rung(steps: steps), $0)
        }
    }

    /// Stores the measurements of a trial on the sealed test with their means, those on validation of its settings fitted
    /// by themselves, and what each replicate cost.
    func recordTest(
        _ measurements: [ReplicateMeasurement], means: [Evaluation.Measurement], refitted: [ReplicateMeasurement],
        costs: [FitCost], trial: Int
    ) throws {
        try database.write { connection in
            try insert(measurements, trial: trial, phase: .test, connection)
            try insert(
                means.map { ReplicateMeasurement(replicate: 0, measurement: $0) }, trial: trial, phase: .testMean,
                connection)
            try insert(refitted, trial: trial, phase: .refit, connection)
            try CostRecord.filter(CostRecord.Columns.trial == trial).deleteAll(connection)
            for (replicate, cost) in costs.enumerated() {
                try CostRecord(cost, trial: trial, replicate: replicate).insert(connection)
            }
            try seal(trial, .test, connection)
            try seal(trial, .testMean, connection)
            try seal(trial, .refit, connection)
        }
    }

    /// What a trial cost on the sealed test, replicate by replicate; empty where it was not opened for it.
    func costs(trial: Int) throws -> [FitCost] {
        try database.read { try tested(trial, $0).costs }
    }

    /// The measurements of a trial on the sealed test; empty where it was not opened for it.
    func testMeasurements(trial: Int) throws -> [ReplicateMeasurement] {
        try measurements(trial: trial, phase: .test)
    }

    /// The means of a trial's measurements over the replicates on the sealed test, with intervals that know of their
    /// cases; empty where an older program kept none.
    func testMeans(trial: Int) throws -> [Evaluation.Measurement] {
        try measurements(trial: trial, phase: .testMean).map(\.measurement)
    }

    /// The measurements of a trial in one phase.
    func measurements(trial: Int, phase: TrialPhase) throws -> [ReplicateMeasurement] {
        try database.read { connection in
            switch phase {
            case .test: return try tested(trial, connection).measurements
            // Sealed together with how the trial ended.
            case .validation: return try measurements(trial: trial, phase: phase, connection)
            case .rung, .refit, .testMean:
                let measurements = try measurements(trial: trial, phase: phase, connection)
                try verify(measurements.digest, isEmpty: measurements.isEmpty, of: trial, phase, connection)
                return measurements
            }
        }
    }

    private func tested(_ trial: Int, _ connection: Database) throws -> Tested {
        let tested = try unverifiedTested(trial, connection)
        try verify(
            tested.digest, isEmpty: tested.measurements.isEmpty && tested.costs.isEmpty, of: trial, .test, connection)
        return tested
    }

    private func unverifiedTested(_ trial: Int, _ connection: Database) throws -> Tested {
        Tested(
            measurements: try measurements(trial: trial, phase: .test, connection),
            costs: try costs(trial: trial, connection))
    }

    private func costs(trial: Int, _ connection: Database) throws -> [FitCost] {
        guard database.version > 1 else { return [] }
        let records = try CostRecord.filter(CostRecord.Columns.trial == trial).order(CostRecord.Columns.replicate)
            .limit(shape.replicates.count + 1).fetchAll(connection)
        return try records.map { record in
            try requireKnown(record.replicate, in: shape.replicates, "replicate in cost")
            return record.cost
        }
    }

    private func requireKnown(_ number: Int, in range: Range<Int>, _ column: String) throws {
        guard range.contains(number) else { throw StoreDamage("\(column) is \(number), which it cannot be") }
    }

    private func insert(
        _ measurements: [ReplicateMeasurement], trial: Int, phase: TrialPhase, _ connection: Database
    ) throws {
        try figures(in: phase).filter(FigureRecord.Columns.trial == trial).deleteAll(connection)
        for item in measurements { try FigureRecord(item, trial: trial, phase: phase).insert(connection) }
    }

    private func measurements(trial: Int, phase: TrialPhase, _ connection: Database) throws -> [ReplicateMeasurement] {
        let records = try figures(in: phase).filter(FigureRecord.Columns.trial == trial).order(figureOrder)
            .fetchCursor(connection)
        var measurements: [ReplicateMeasurement] = []
        while let record = try records.next() { measurements.append(try measurement(record)) }
        return measurements
    }

    /// The columns by which measurements are ordered, as digests are made of them.
    private var figureOrder: [Column] {
        typealias Columns = FigureRecord.Columns
        let columns = [Columns.metric, Columns.slice, Columns.replicate]
        // The first version had only one start.
        return database.version > 1 ? columns + [Columns.initialization] : columns
    }

    private func figures(in phase: TrialPhase) -> QueryInterfaceRequest<FigureRecord> {
        FigureRecord.filter(FigureRecord.Columns.phase == phase.description)
    }

    /// - Throws: ``StoreDamage`` for a measurement that the study cannot have.
    private func measurement(_ record: FigureRecord) throws -> ReplicateMeasurement {
        try requireKnown(record.replicate, in: shape.replicates, "replicate in figure")
        try requireKnown(record.initialization, in: shape.initializations, "initialization in figure")
        guard !record.slice.isEmpty, shape.metrics.contains(record.metric.prefix { $0 != "@" }) else {
            throw StoreDamage(
                "metric or slice in figure is '\(record.metric)', '\(record.slice)', which the study has not")
        }
        return try record.measurement
    }

    // MARK: Digests

    /// A trial's measurement on the sealed test.
    fileprivate struct Tested {
        let measurements: [ReplicateMeasurement]
        let costs: [FitCost]
    }

    /// Stores the digest of what was just stored of a trial, as it will be read.
    private func seal(_ trial: Int, _ phase: TrialPhase, _ connection: Database) throws {
        try stored(trial, phase).deleteAll(connection)
        let digest =
            switch phase {
            case .validation: try outcome(trial, connection).digest
            case .test: try unverifiedTested(trial, connection).digest
            case .rung, .refit, .testMean: try measurements(trial: trial, phase: phase, connection).digest
            }
        try DigestRecord(trial: trial, phase: phase, sha256: digest).insert(connection)
    }

    private func stored(_ trial: Int, _ phase: TrialPhase) -> QueryInterfaceRequest<DigestRecord> {
        DigestRecord.filter(
            DigestRecord.Columns.trial == trial && DigestRecord.Columns.phase == phase.description)
    }

    /// Checks that what is read of a trial is what was stored. What earlier programs stored cannot be checked.
    ///
    /// - Parameter isEmpty: whether nothing is stored: then there may be no digest.
    private func verify(
        _ digest: @autoclosure () throws -> String, isEmpty: Bool, of trial: Int, _ phase: TrialPhase,
        _ connection: Database
    ) throws {
        guard database.version > 2 else { return }
        if let record = try stored(trial, phase).fetchOne(connection) {
            try verify(digest(), against: record.sha256, of: trial, phase)
        } else if !isEmpty {
            try requireUndigested(trial, phase, connection)
        }
    }

    /// - Throws: ``StoreDamage`` unless an earlier program stored something without a digest.
    private func requireUndigested(_ trial: Int, _ phase: TrialPhase, _ connection: Database) throws {
        guard database.version > 3 else { return }
        let isEarlier =
            try Row.fetchOne(
                connection, sql: "SELECT 1 FROM undigested WHERE trial = ? AND phase = ?",
                arguments: [trial, phase.description]) != nil
        guard isEarlier else {
            throw StoreDamage("the digest of what it holds of trial \(trial)\(title(of: trial)), \(phase), is missing")
        }
    }

    private func title(of trial: Int) -> String {
        shape.trials[trial].map { " (\($0.dataset), \($0.algorithm))" } ?? ""
    }

    private func verify(_ digest: String, against stored: String, of trial: Int, _ phase: TrialPhase) throws {
        guard stored == digest else {
            throw StoreDamage("what it holds of trial \(trial)\(title(of: trial)), \(phase), is not what was stored")
        }
    }

    /// The digests of how trials ended, by their numbers: every trial that has one was stored.
    private func validationDigests(_ connection: Database) throws -> [Int: String] {
        guard database.version > 2 else { return [:] }
        var digests: [Int: String] = [:]
        for record in try DigestRecord.fetchAll(connection) {
            guard shape.trials[record.trial] != nil, TrialPhase.isName(record.phase) else {
                throw StoreDamage(
                    "trial or phase in digest is '\(record.trial)', '\(record.phase)', which the study has not")
            }
            if record.phase == TrialPhase.validation.description { digests[record.trial] = record.sha256 }
        }
        return digests
    }
}

extension [ReplicateMeasurement] {
    fileprivate var digest: String {
        get throws {
            var digest = StoreDigest()
            digest.add(self)
            return try digest.sha256
        }
    }
}

extension TrialOutcome {
    fileprivate var digest: String {
        get throws {
            var digest = StoreDigest()
            digest.add(state.rawValue)
            digest.add(message)
            digest.add(seconds)
            digest.add(measurements)
            return try digest.sha256
        }
    }
}

extension StudyStore.Tested {
    fileprivate var digest: String {
        get throws {
            var digest = StoreDigest()
            digest.add(measurements)
            for cost in costs {
                digest.add(cost.fitSeconds)
                digest.add(cost.scoresPerSecond)
                digest.add(cost.peakMemoryBytes)
                digest.add(cost.modelBytes)
            }
            return try digest.sha256
        }
    }
}
