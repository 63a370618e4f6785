import GRDB

/// The tables of a study's store, by version.
///
/// A store is opened only where its schema is, to the letter, one that this program makes: a view in place of a table,
/// a trigger or a generated column could compute anything, for ever, while it is read.
enum StoreSchema {
    static let newest = 4

    /// The version of a store; 0 for one in which nothing has been made yet.
    ///
    /// - Throws: ``StoreDamage`` where the schema is none that this program makes.
    static func version(of connection: Database) throws -> Int {
        let found = try objects(of: connection)
        if found.isEmpty { return 0 }
        guard let version = try (0...newest).reversed().first(where: { try objects(ofVersion: $0) == found }),
            try appliedMigrations(connection) == (0..<version).map({ String($0 + 1) })
        else { throw StoreDamage("its tables are not those of a study, or those of a newer program") }
        return version
    }

    /// Makes the tables, or brings those of an earlier version up to date.
    static func migrate(_ database: some DatabaseWriter) throws {
        try migrator.migrate(database)
    }

    /// What a store of a version consists of, found by making one in memory.
    private static func objects(ofVersion version: Int) throws -> [String] {
        let queue = try DatabaseQueue()
        if version > 0 {
            try migrator.migrate(queue, upTo: String(version))
        } else {
            try DatabaseMigrator().migrate(queue)
        }
        return try queue.read(objects)
    }

    /// Tables, indices, views and triggers with the statements that made them, whatever their quotes and blanks.
    private static func objects(of connection: Database) throws -> [String] {
        let rows = try Row.fetchAll(
            connection, sql: "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name LIMIT 100")
        return try rows.map { row in
            let row = StoredRow(row, of: "the schema")
            let words = [try row.text("type"), try row.text("name"), try row.text("tbl_name")]
            let statement = try row.optionalText("sql") ?? ""
            return (words + [statement.filter { !$0.isWhitespace && $0 != "\"" }]).joined(separator: " ")
        }
    }

    private static func appliedMigrations(_ connection: Database) throws -> [String] {
        try Row.fetchAll(connection, sql: "SELECT identifier FROM grdb_migrations ORDER BY identifier LIMIT 100").map {
            let row = StoredRow($0, of: "grdb_migrations")
            return try row.text("identifier")
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
        migrator.registerMigration("3") { connection in
            try connection.execute(
                sql: """
                    CREATE TABLE digest (
                        trial INTEGER NOT NULL,
                        phase TEXT NOT NULL,
                        sha256 TEXT NOT NULL,
                        PRIMARY KEY (trial, phase)
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("4") { connection in
            // What earlier programs stored without a digest. All else must have one. The file without a name stands for all
            // that they wrote beside the store.
            try connection.execute(
                sql: """
                    CREATE TABLE undigested (
                        trial INTEGER NOT NULL,
                        phase TEXT NOT NULL,
                        PRIMARY KEY (trial, phase)
                    ) WITHOUT ROWID;
                    INSERT INTO undigested
                        SELECT trial, phase FROM figure UNION SELECT number, 'validation' FROM trial
                        EXCEPT SELECT trial, phase FROM digest;
                    CREATE TABLE file (
                        name TEXT PRIMARY KEY,
                        sha256 TEXT NOT NULL,
                        former TEXT
                    ) WITHOUT ROWID;
                    INSERT INTO file SELECT '', '', NULL WHERE EXISTS (SELECT 1 FROM figure);
                    """)
        }
        return migrator
    }
}
