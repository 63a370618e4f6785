import Foundation
import GRDB
import GRDBSQLite

/// The database file of a study: opened so that a foreign or damaged file does no harm, with errors that name it.
struct StoreDatabase: Sendable {
    private let queue: DatabaseQueue
    /// The version of the tables.
    let version: Int
    /// SQLite's counter of changes to the tables; nil where no other program changes them.
    private let schemaCookie: Int?
    private let isCancelled: @Sendable () -> Bool

    /// Opens a file to write to it, or makes it, and brings its tables up to date.
    ///
    /// - Parameter isCancelled: asked while another program keeps the file busy.
    /// - Throws: ``StudyError`` where it cannot be used; `CancellationError`.
    init(writing url: URL, isCancelled: @escaping @Sendable () -> Bool) throws {
        var configuration = Self.configuration
        // A reader is waited for: it must not end a run of hours.
        configuration.busyMode = .callback { tries in
            guard tries < Self.patience / Self.pause, !isCancelled() else { return false }
            usleep(UInt32(Self.pause * 1000))
            return true
        }
        queue = try Self.naming(url, isCancelled) { [configuration] in
            try Self.requireFile(at: url, orNone: true)
            let queue = try DatabaseQueue(path: url.path, configuration: configuration)
            _ = try queue.read(Self.verifiedVersion)
            try StoreSchema.migrate(queue)
            guard try queue.read(StoreSchema.version) == StoreSchema.newest else {
                throw StoreDamage("its tables are not those of a study")
            }
            return queue
        }
        version = StoreSchema.newest
        schemaCookie = nil
        self.isCancelled = isCancelled
    }

    /// Opens a file only to read it, as it is.
    ///
    /// - Parameter first: what is read at once, while no other program can change the file.
    /// - Throws: ``StudyError`` where it is damaged, or was left in the midst of being written.
    static func reading<First>(
        _ url: URL, first: (Database) throws -> First
    ) throws -> (database: StoreDatabase, first: First) {
        var configuration = configuration
        configuration.readonly = true
        configuration.busyMode = .timeout(Double(patience) / 1000)
        return try naming(url) { [configuration] in
            try requireFile(at: url, orNone: false)
            let queue = try DatabaseQueue(path: url.path, configuration: configuration)
            let (version, cookie, first) = try queue.read { connection in
                let version = try verifiedVersion(connection)
                guard version > 0 else { throw StoreDamage("it holds nothing yet") }
                return (version, try schemaCookie(connection), try first(connection))
            }
            return (StoreDatabase(queue, version: version, schemaCookie: cookie), first)
        }
    }

    private init(_ queue: DatabaseQueue, version: Int, schemaCookie: Int?) {
        self.queue = queue
        self.version = version
        self.schemaCookie = schemaCookie
        isCancelled = { false }
    }

    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try Self.naming(URL(fileURLWithPath: queue.path), isCancelled) { try queue.write(body) }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try Self.naming(URL(fileURLWithPath: queue.path), isCancelled) {
            try queue.read { connection in
                if let schemaCookie, try Self.schemaCookie(connection) != schemaCookie {
                    throw StudyError("\(queue.path) was brought up to date while it was read; try again")
                }
                return try body(connection)
            }
        }
    }

    // MARK: Opening

    /// How long another program is waited for, and how long between two attempts, in milliseconds.
    private static let patience = 30_000
    private static let pause = 20

    private static var configuration: Configuration {
        var configuration = Configuration()
        // A copy of the file alone must hold the study: no write-ahead log beside it.
        configuration.journalMode = .default
        configuration.prepareDatabase { connection in
            // A foreign file may not make SQLite call functions, or hold values that no study has.
            try connection.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
            sqlite3_limit(connection.sqliteConnection, SQLITE_LIMIT_LENGTH, 1 << 26)
        }
        return configuration
    }

    /// Pipes and devices are not waited for.
    private static func requireFile(at url: URL, orNone mayBeAbsent: Bool) throws {
        var status = stat()
        if stat(url.path, &status) != 0, mayBeAbsent, errno == ENOENT { return }
        guard status.st_mode & S_IFMT == S_IFREG else { throw StoreDamage("it is no file") }
        // What SQLite looks for beside it; a pipe at such a path would be waited for.
        for suffix in ["-journal", "-wal", "-shm"] where stat(url.path + suffix, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw StoreDamage("\(url.lastPathComponent)\(suffix) is no file")
            }
        }
    }

    /// The version of a store whose tables are those of a study and whose pages are consistent.
    private static func verifiedVersion(_ connection: Database) throws -> Int {
        let version = try StoreSchema.version(of: connection)
        // Pages that point to one another in a circle would be read for ever.
        for row in try Row.fetchAll(connection, sql: "PRAGMA quick_check(1)") {
            let finding = try StoredRow(row, of: "quick_check").text("quick_check")
            guard finding == "ok" else { throw StoreDamage(finding) }
        }
        return version
    }

    private static func schemaCookie(_ connection: Database) throws -> Int? {
        try Row.fetchOne(connection, sql: "PRAGMA schema_version").map {
            try StoredRow($0, of: "schema_version").integer("schema_version", in: Int.min...)
        }
    }

    // MARK: Errors

    /// Turns SQLite's errors into sentences that name the file.
    private static func naming<Result>(
        _ url: URL, _ isCancelled: () -> Bool = { false }, _ body: () throws -> Result
    ) throws -> Result {
        func damaged(_ detail: String) -> StudyError {
            StudyError(
                "\(url.path) is no study or is damaged: \(detail); restore it from a copy, or remove the folder and "
                    + "run the study anew")
        }
        do {
            return try body()
        } catch let damage as StoreDamage {
            throw damaged(damage.detail)
        } catch let error as DatabaseError {
            let message = error.message ?? error.resultCode.description
            switch (error.resultCode, error.extendedResultCode) {
            case (.SQLITE_BUSY, _), (.SQLITE_LOCKED, _):
                if isCancelled() { throw CancellationError() }
                throw StudyError(
                    "\(url.path) has been in use by another program for \(patience / 1000) seconds; end that, and run "
                        + "the same command again")
            case (_, .SQLITE_READONLY_ROLLBACK), (_, .SQLITE_READONLY_RECOVERY), (_, .SQLITE_READONLY_CANTINIT):
                throw StudyError(
                    "\(url.path) was left in the midst of being written; run its experiment again to mend it, in a "
                        + "copy of the folder where this one is read-only")
            case (.SQLITE_FULL, _): throw StudyError("\(url.path) cannot be written: No space left on device")
            case (.SQLITE_NOTADB, _), (.SQLITE_CORRUPT, _), (.SQLITE_TOOBIG, _), (.SQLITE_ERROR, _):
                throw damaged(message)
            default: throw StudyError("\(url.path): \(message)")
            }
        }
    }
}
