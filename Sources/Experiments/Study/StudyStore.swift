import Datasets
import Evaluation
import Foundation
import GRDB
import Parameters
import Search

/// The trials and figures of a study in SQLite. A trial is stored with all its figures or not at all, so that an
/// interruption at any moment loses only the trials in flight.
struct StudyStore: Sendable {
    private let database: DatabaseQueue

    /// Opens a study's store, or makes it. A store without a figure takes on the new specification.
    ///
    /// - Throws: ``StudyError`` where it belongs to another specification or cannot be used.
    init(at url: URL, specification: String) throws {
        database = try Self.naming(url) {
            var configuration = Configuration()
            // A copy of the file alone must hold the study: no write-ahead log beside it.
            configuration.journalMode = .default
            let database = try DatabaseQueue(path: url.path, configuration: configuration)
            try Self.migrator.migrate(database)
            return database
        }
        let stored = try Self.naming(url) {
            try database.write { connection in
                if try Self.isEmpty(connection) {
                    try connection.execute(sql: "DELETE FROM study; DELETE FROM trial; DELETE FROM dataset")
                }
                try connection.execute(
                    sql: "INSERT OR IGNORE INTO study (id, specification) VALUES (1, ?)", arguments: [specification])
                return try String.fetchOne(connection, sql: "SELECT specification FROM study WHERE id = 1")
            }
        }
        guard stored == specification else {
            throw StudyError(
                "\(url.deletingLastPathComponent().path) holds a study of another specification; choose another "
                    + "--output, or remove that folder")
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { connection in
            try connection.execute(
                sql: """
                    CREATE TABLE study (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        specification TEXT NOT NULL
                    );
                    CREATE TABLE dataset (
                        name TEXT PRIMARY KEY,
                        digest TEXT NOT NULL
                    );
                    CREATE TABLE trial (
                        number INTEGER PRIMARY KEY,
                        dataset TEXT NOT NULL,
                        algorithm TEXT NOT NULL,
                        parameters TEXT NOT NULL,
                        state TEXT NOT NULL,
                        message TEXT,
                        seconds REAL NOT NULL
                    );
                    CREATE TABLE figure (
                        trial INTEGER NOT NULL,
                        phase TEXT NOT NULL,
                        replicate INTEGER NOT NULL,
                        slice TEXT NOT NULL,
                        metric TEXT NOT NULL,
                        value REAL,
                        reason TEXT,
                        low REAL,
                        high REAL,
                        method TEXT,
                        PRIMARY KEY (trial, phase, replicate, slice, metric)
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("2") { connection in
            try connection.execute(
                sql: """
                    CREATE TABLE started_figure (
                        trial INTEGER NOT NULL,
                        phase TEXT NOT NULL,
                        replicate INTEGER NOT NULL,
                        initialization INTEGER NOT NULL,
                        slice TEXT NOT NULL,
                        metric TEXT NOT NULL,
                        value REAL,
                        reason TEXT,
                        low REAL,
                        high REAL,
                        method TEXT,
                        PRIMARY KEY (trial, phase, replicate, initialization, slice, metric)
                    ) WITHOUT ROWID;
                    INSERT INTO started_figure
                        SELECT trial, phase, replicate, 0, slice, metric, value, reason, low, high, method FROM figure;
                    DROP TABLE figure;
                    ALTER TABLE started_figure RENAME TO figure;
                    CREATE TABLE cost (
                        trial INTEGER NOT NULL,
                        replicate INTEGER NOT NULL,
                        fit_seconds REAL NOT NULL,
                        scores_per_second REAL NOT NULL,
                        peak_memory_bytes INTEGER,
                        model_bytes INTEGER NOT NULL,
                        PRIMARY KEY (trial, replicate)
                    ) WITHOUT ROWID;
                    """)
        }
        return migrator
    }

    /// Whether nothing has been measured yet.
    var isEmpty: Bool {
        get throws { try read(Self.isEmpty) }
    }

    private static func isEmpty(_ connection: Database) throws -> Bool {
        try Int.fetchOne(connection, sql: "SELECT EXISTS (SELECT 1 FROM figure)") == 0
    }

    /// Ties a dataset's figures to the data that they were measured on.
    ///
    /// - Throws: ``StudyError`` where figures of other data are stored under the same name.
    func bind(dataset: String, digest: String) throws {
        let stored = try write { connection in
            try connection.execute(sql: "INSERT OR IGNORE INTO dataset VALUES (?, ?)", arguments: [dataset, digest])
            return try String.fetchOne(
                connection, sql: "SELECT digest FROM dataset WHERE name = ?", arguments: [dataset])
        }
        guard stored == digest else {
            throw StudyError(
                "the dataset \(dataset) has changed since this study began; choose another --output, or restore it")
        }
    }

    /// The digest of a dataset that was bound; nil for one that was simulated.
    func digest(of dataset: String) throws -> String? {
        try read { try String.fetchOne($0, sql: "SELECT digest FROM dataset WHERE name = ?", arguments: [dataset]) }
    }

    /// Stores how a trial ended, with its validation figures.
    func record(_ outcome: TrialOutcome) throws {
        try write { connection in
            let parameters = try JSONEncoder.canonical.encode(outcome.plan.parameters.values)
            try connection.execute(
                sql: "INSERT OR REPLACE INTO trial VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    outcome.plan.number, outcome.plan.dataset, outcome.plan.algorithm,
                    String(decoding: parameters, as: UTF8.self), outcome.state.rawValue, outcome.message,
                    outcome.seconds,
                ])
            try Self.insert(outcome.figures, trial: outcome.plan.number, phase: .validation, connection)
        }
    }

    /// Stores the figures of a trial where it is compared with others after some steps.
    func recordRung(_ figures: [ReplicateFigure], steps: Int, trial: Int) throws {
        try write { try Self.insert(figures, trial: trial, phase: .rung(steps: steps), $0) }
    }

    /// Stores the figures of a trial on the sealed test, those on validation of its settings fitted by themselves, and
    /// what each replicate cost.
    func recordTest(
        _ figures: [ReplicateFigure], refitted: [ReplicateFigure], costs: [FitCost], trial: Int
    ) throws {
        try write { connection in
            try Self.insert(figures, trial: trial, phase: .test, connection)
            try Self.insert(refitted, trial: trial, phase: .refit, connection)
            try connection.execute(sql: "DELETE FROM cost WHERE trial = ?", arguments: [trial])
            for (replicate, cost) in costs.enumerated() {
                try connection.execute(
                    sql: "INSERT INTO cost VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [
                        trial, replicate, cost.fitSeconds, cost.scoresPerSecond, cost.peakMemoryBytes, cost.modelBytes,
                    ])
            }
        }
    }

    /// What a trial cost on the sealed test, replicate by replicate; empty where it was not opened for it.
    func costs(trial: Int) throws -> [FitCost] {
        try read { connection in
            try Row.fetchAll(
                connection, sql: "SELECT * FROM cost WHERE trial = ? ORDER BY replicate", arguments: [trial]
            ).map { row in
                FitCost(
                    fitSeconds: row["fit_seconds"], scoresPerSecond: row["scores_per_second"],
                    peakMemoryBytes: row["peak_memory_bytes"], modelBytes: row["model_bytes"])
            }
        }
    }

    private static func insert(
        _ figures: [ReplicateFigure], trial: Int, phase: Phase, _ connection: Database
    ) throws {
        try connection.execute(
            sql: "DELETE FROM figure WHERE trial = ? AND phase = ?", arguments: [trial, phase.description])
        let statement = try connection.makeStatement(sql: "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for item in figures {
            var value: Double?, reason: String?
            switch item.figure.value {
            case .defined(let number): value = number
            case .undefined(let text): reason = text
            }
            try statement.execute(arguments: [
                trial, phase.description, item.replicate, item.initialization, item.figure.slice, item.figure.metric,
                value, reason, item.interval?.lowerBound, item.interval?.upperBound, item.method,
            ])
        }
    }

    /// How the trials of the given plans ended, as far as they did.
    func outcomes(of plans: [TrialPlan]) throws -> [Int: TrialOutcome] {
        try read { connection in
            var outcomes: [Int: TrialOutcome] = [:]
            let rows = try Row.fetchAll(connection, sql: "SELECT number, state, message, seconds FROM trial")
            let plans = Dictionary(uniqueKeysWithValues: plans.map { ($0.number, $0) })
            for row in rows {
                guard let plan = plans[row["number"]], let state = TrialState(rawValue: row["state"]) else { continue }
                outcomes[plan.number] = TrialOutcome(
                    plan: plan, state: state, message: row["message"], seconds: row["seconds"],
                    figures: try Self.figures(trial: plan.number, phase: .validation, connection))
            }
            return outcomes
        }
    }

    /// The figures of a trial on the sealed test; empty where it was not opened for it.
    func testFigures(trial: Int) throws -> [ReplicateFigure] {
        try figures(trial: trial, phase: .test)
    }

    /// The figures of a trial in one phase.
    func figures(trial: Int, phase: Phase) throws -> [ReplicateFigure] {
        try read { try Self.figures(trial: trial, phase: phase, $0) }
    }

    private static func figures(trial: Int, phase: Phase, _ connection: Database) throws -> [ReplicateFigure] {
        try Row.fetchAll(
            connection,
            sql: """
                SELECT replicate, initialization, slice, metric, value, reason, low, high, method FROM figure
                WHERE trial = ? AND phase = ? ORDER BY metric, slice, replicate, initialization
                """, arguments: [trial, phase.description]
        ).map { row in
            let number: Double? = row["value"]
            let reason: String? = row["reason"]
            let value = number.map(MetricValue.defined) ?? .undefined(reason ?? "undefined")
            let low: Double? = row["low"], high: Double? = row["high"]
            let interval = low.flatMap { low in high.flatMap { low <= $0 ? low...$0 : nil } }
            return ReplicateFigure(
                replicate: row["replicate"], initialization: row["initialization"],
                figure: Evaluation.Figure(metric: row["metric"], slice: row["slice"], value: value),
                interval: interval, method: row["method"])
        }
    }

    private func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try Self.naming(URL(fileURLWithPath: database.path)) { try database.write(body) }
    }

    private func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try Self.naming(URL(fileURLWithPath: database.path)) { try database.read(body) }
    }

    /// Turns SQLite's errors into sentences that name the file.
    private static func naming<Result>(_ url: URL, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_FULL: throw StudyError("\(url.path) cannot be written: No space left on device")
            case .SQLITE_NOTADB, .SQLITE_CORRUPT: throw StudyError("\(url.path) is no study or is damaged")
            default: throw StudyError("\(url.path): \(error.message ?? error.resultCode.description)")
            }
        }
    }
}

extension JSONEncoder {
    /// The same value always gives the same bytes.
    static var canonical: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
