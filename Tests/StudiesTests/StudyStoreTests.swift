import Concurrency
import Experiments
import Files
import Foundation
import GRDB
@testable import Studies
import StudySupport
import Synchronization
import Testing
import TestSupport

@Suite("A study's store")
struct StudyStoreTests {
    let folder = TemporaryFolder()
    /// An experiment that takes no time.
    private static func rules(_ algorithms: String = "[{id: popularity}, {id: random}]") throws
        -> ExperimentSpecification
    {
        try .tiny(algorithms: algorithms, metrics: "[roc_auc]")
    }

    /// Three trials, to be interrupted.
    private static func three() throws -> ExperimentSpecification {
        try rules("[{id: popularity}, {id: random}, {id: user-degree}]")
    }

    /// Changes a store behind the program's back.
    private func edit(_ study: String, _ statements: String) throws {
        try DatabaseQueue(path: folder[study].appendingPathComponent("study.sqlite").path).write {
            try $0.execute(sql: "PRAGMA ignore_check_constraints = ON;" + statements)
        }
    }

    /// Makes a store one of an earlier program, some of whose trials have no digests.
    private static let withoutDigests = """
        DROP TABLE file; DROP TABLE undigested; DELETE FROM grdb_migrations WHERE identifier = '4'; DELETE FROM digest;
        """

    private func read(_ study: String) throws -> FinishedStudy {
        try FinishedStudy(at: folder[study], components: .test)
    }

    private func bytes(_ study: String) throws -> Data {
        try Data(contentsOf: folder[study].appendingPathComponent("study.sqlite"))
    }

    @Test("is only read by those who only read: not a byte of its folder changes")
    func readOnly() throws {
        try prepared()
        let before = try bytes("s"), files = folder.contents
        _ = try read("s")
        #expect(try bytes("s") == before)
        #expect(folder.contents == files)
        // Nothing is measured yet, and a trial has failed: a study at work looks like this for a while.
        try FileManager.default.createDirectory(at: folder["begun"], withIntermediateDirectories: false)
        #expect(throws: StudyError.self) { try StudyWatch().run(.moody(onError: "abort"), in: folder["begun"]) }
        let begun = try bytes("begun")
        #expect(message { try read("begun") }?.contains("is not finished") == true)
        #expect(try bytes("begun") == begun)
    }

    @Test("of an earlier version is read as it is, and brought up to date where the study runs on")
    func earlierVersion() throws {
        try prepared()
        let measurements = try read("s").datasets.map { $0.algorithms.map(\.measurements) }
        try edit(
            "s",
            "DROP TABLE file; DROP TABLE undigested; DROP TABLE digest; DELETE FROM grdb_migrations WHERE identifier > '2'"
        )
        let before = try bytes("s")
        #expect(try read("s").datasets.map { $0.algorithms.map(\.measurements) } == measurements)
        #expect(try bytes("s") == before)
        let watch = StudyWatch()
        let result = try watch.run(Self.rules(), in: folder["s"])
        #expect(watch.trials == 0)
        #expect(result.datasets.map { $0.ranking.map(\.test) } == measurements)
    }

    @Test("of the first version has one start and no costs")
    func firstVersion() throws {
        try prepared()
        let measurements = try read("s").datasets.map { $0.algorithms.map { Set($0.measurements) } }
        try edit(
            "s",
            """
            DROP TABLE file; DROP TABLE undigested; DROP TABLE digest; DROP TABLE cost; DELETE FROM grdb_migrations WHERE identifier > '1';
            ALTER TABLE figure RENAME TO started;
            CREATE TABLE figure (
                trial INTEGER NOT NULL, phase TEXT NOT NULL, replicate INTEGER NOT NULL, slice TEXT NOT NULL,
                metric TEXT NOT NULL, value REAL, reason TEXT, low REAL, high REAL, method TEXT,
                PRIMARY KEY (trial, phase, replicate, slice, metric)
            ) WITHOUT ROWID;
            INSERT INTO figure SELECT trial, phase, replicate, slice, metric, value, reason, low, high, method FROM started;
            DROP TABLE started;
            """)
        #expect(try read("s").datasets.map { $0.algorithms.map { Set($0.measurements) } } == measurements)
        let result = try StudyWatch().run(Self.rules(), in: folder["s"])
        #expect(result.datasets.map { $0.ranking.map { Set($0.test) } } == measurements)
    }

    @Test("waits for a reader instead of ending the run")
    func busy() throws {
        let stopped = StudyWatch(stoppingAfter: 1)
        #expect(throws: CancellationError.self) { try stopped.run(Self.three(), in: folder["busy"]) }
        let reader = try DatabaseQueue(path: folder["busy/study.sqlite"].path)
        let isRead = Atomic<Bool>(false), mayEnd = Atomic<Bool>(false)
        let ended = Mutex(false)
        let thread = Thread {
            try? reader.read { connection in
                _ = try Row.fetchAll(connection, sql: "SELECT * FROM trial")
                isRead.store(true, ordering: .sequentiallyConsistent)
                while !mayEnd.load(ordering: .sequentiallyConsistent) { usleep(1000) }
            }
            ended.withLock { $0 = true }
        }
        thread.start()
        while !isRead.load(ordering: .sequentiallyConsistent) { usleep(1000) }
        // The run is made to wait before its first trial is stored.
        let release = Thread {
            usleep(100_000)
            mayEnd.store(true, ordering: .sequentiallyConsistent)
        }
        release.start()
        let result = try StudyWatch().run(Self.three(), in: folder["busy"])
        #expect(result.trials == 3)
        while !ended.withLock({ $0 }) { usleep(1000) }
    }

    @Test("can be read again and again while the study runs, and neither minds")
    func besides() throws {
        let isRunning = Atomic<Bool>(true)
        let sentences = Mutex<Set<String>>([])
        let started = Mutex(0)
        let reader = Thread { [folder] in
            while isRunning.load(ordering: .sequentiallyConsistent) {
                if let sentence = message(of: { try FinishedStudy(at: folder["s"], components: .test) }) {
                    sentences.withLock { _ = $0.insert(sentence) }
                }
                started.withLock { $0 += 1 }
            }
            started.withLock { $0 = -1 }
        }
        reader.start()
        try StudyWatch().run(Self.three(), in: folder["s"], workers: 2)
        isRunning.store(false, ordering: .sequentiallyConsistent)
        while started.withLock({ $0 }) >= 0 { usleep(1000) }
        for sentence in sentences.withLock({ $0 }) {
            // It was not there, not begun, or not finished.
            let isExpected = ["is no study", "is not finished", "holds nothing yet", "no such file"].contains {
                sentence.contains($0)
            }
            #expect(isExpected, "\(sentence)")
        }
        _ = try read("s")
    }

    @Test("stops waiting once the run is cancelled")
    func busyAndCancelled() throws {
        #expect(throws: CancellationError.self) {
            try StudyWatch(stoppingAfter: 1).run(Self.three(), in: folder["s"])
        }
        let other = try DatabaseQueue(path: folder["s/study.sqlite"].path)
        try other.inDatabase { connection in
            try connection.execute(sql: "BEGIN EXCLUSIVE")
            #expect(throws: CancellationError.self) {
                try Study(
                    Self.three(), folder: folder["s"], components: .test,
                    openings: OpeningsLedger(at: folder["openings.jsonl"])
                ).run(
                    workers: .init(1), isCancelled: { true }, report: { _ in })
            }
            try connection.execute(sql: "ROLLBACK")
        }
    }

    @Test(
        "that holds what no study holds is refused, whether it is read or run on",
        arguments: [
            "UPDATE figure SET value = 'abc' WHERE phase = 'test'",
            "UPDATE figure SET value = x'00ff' WHERE phase = 'test'",
            "UPDATE figure SET value = NULL WHERE phase = 'test'",
            "UPDATE figure SET value = 9e999 WHERE phase = 'test'",
            "UPDATE figure SET value = -1e308 WHERE phase = 'test'",
            "UPDATE figure SET value = 9223372036854775807 WHERE phase = 'test'",
            "UPDATE figure SET low = 0.5, high = 0.4 WHERE phase = 'test'",
            "UPDATE figure SET low = 0.5, high = NULL WHERE phase = 'test'",
            "UPDATE figure SET low = -9e999, high = 1 WHERE phase = 'test'",
            "UPDATE figure SET method = x'ff' WHERE phase = 'test'",
            "UPDATE figure SET reason = 1.5 WHERE phase = 'test'",
            "UPDATE figure SET replicate = replicate + 7 WHERE phase = 'test'",
            "UPDATE figure SET replicate = 'a' WHERE phase = 'test' AND replicate = 0",
            "UPDATE figure SET replicate = -1 WHERE phase = 'test' AND replicate = 0",
            "UPDATE figure SET initialization = 9223372036854775807 WHERE phase = 'test'",
            "UPDATE figure SET slice = x'00' || slice WHERE phase = 'test'",
            "UPDATE figure SET metric = 3.5 WHERE phase = 'test' AND metric = 'roc_auc' AND slice = 'macro' AND replicate = 0",
            "UPDATE cost SET fit_seconds = 'abc'", "UPDATE cost SET fit_seconds = -1",
            "UPDATE cost SET model_bytes = 0.5",
            "UPDATE cost SET peak_memory_bytes = 'much'", "UPDATE cost SET scores_per_second = 9e999",
            "UPDATE cost SET replicate = replicate + 2",
            "DROP TABLE figure", "DROP TABLE trial", "DROP TABLE study", "DROP TABLE cost",
            "DROP TABLE grdb_migrations",
            "ALTER TABLE figure DROP COLUMN method", "ALTER TABLE trial ADD COLUMN more", "DELETE FROM study",
            "INSERT INTO grdb_migrations VALUES ('5')", "DELETE FROM grdb_migrations WHERE identifier = '2'",
            "CREATE INDEX i ON figure (abs(value))",
            "CREATE TRIGGER t AFTER INSERT ON trial BEGIN DELETE FROM figure; END",
            "DROP TABLE cost; CREATE VIEW cost AS SELECT 1",
            """
            DROP TABLE figure; CREATE VIEW figure AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)
            SELECT 0 trial, 'test' phase, n replicate, 0 initialization, 's' slice, 'm' metric, 1.0 value, NULL reason,
            NULL low, NULL high, NULL method FROM r
            """,
            """
            DROP TABLE grdb_migrations; CREATE VIEW grdb_migrations AS
            WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n identifier FROM r
            """,
        ])
    func damaged(statements: String) throws {
        try prepared()
        // As in a store of an earlier program, which has no digests.
        try edit("s", Self.withoutDigests + statements)
        try expectDamage { try read("s") }
        try expectDamage { try StudyWatch().run(Self.rules(), in: folder["s"]) }
    }

    @Test(
        "with trials that are none of the study is not run on",
        arguments: [
            "UPDATE trial SET number = 77 WHERE number = 0", "UPDATE trial SET number = -1 WHERE number = 0",
            "UPDATE trial SET state = 'won'", "UPDATE trial SET state = 1", "UPDATE trial SET seconds = 'abc'",
            "UPDATE trial SET seconds = -1", "UPDATE trial SET seconds = 9e999", "UPDATE trial SET message = x'00'",
            "UPDATE trial SET dataset = 'other'", "UPDATE trial SET algorithm = x'00'",
            "UPDATE trial SET parameters = '{\"seed\":9}'", "DELETE FROM figure WHERE phase = 'validation'",
        ])
    func damagedTrial(statements: String) throws {
        try prepared()
        try edit("s", Self.withoutDigests + statements)
        try expectDamage { try StudyWatch().run(Self.rules(), in: folder["s"]) }
    }

    @Test(
        "tells where what it holds of a trial is not what was stored",
        arguments: [
            ("UPDATE figure SET value = value + 1e-9 WHERE trial = 1 AND phase = 'test' AND value > 0", "trial 1"),
            ("DELETE FROM figure WHERE trial = 0 AND phase = 'test' AND replicate = 1", "trial 0"),
            ("UPDATE cost SET fit_seconds = fit_seconds * 2 WHERE trial = 1", "trial 1"),
            ("UPDATE figure SET reason = 'another' WHERE reason IS NOT NULL AND phase = 'test'", "trial"),
        ])
    func rotten(statements: String, trial: String) throws {
        try prepared()
        try edit("s", statements)
        try expectDamage(saying: trial) { try read("s") }
        try expectDamage(saying: trial) { try StudyWatch().run(Self.rules(), in: folder["s"]) }
    }

    @Test(
        "knows what the files beside it held, and refuses others",
        arguments: ["lints.json", "cases.json", "operation.json", "ranking.json", "openings.json"])
    func files(name: String) throws {
        try prepared()
        let text = try folder.text(of: "s/\(name)")
        #expect(message { try StudyWatch().run(Self.rules(), in: folder["s"]) } == nil)
        try folder.write(text + " ", to: "s/\(name)")
        let refused = message { try StudyWatch().run(Self.rules(), in: folder["s"]) }
        #expect(refused?.contains("\(name) was changed since the study wrote it") == true)
        if name == "cases.json" { #expect(message { try read("s") }?.contains("was changed") == true) }
        // A digest that is missing is no way out, except for studies of earlier programs.
        try edit("s", "DELETE FROM file WHERE name = '\(name)'")
        let unknown = message { try StudyWatch().run(Self.rules(), in: folder["s"]) }
        #expect(unknown?.contains("is none that the study wrote") == true)
        try edit("s", "DROP TABLE file; DROP TABLE undigested; DELETE FROM grdb_migrations WHERE identifier = '4'")
        #expect(message { try StudyWatch().run(Self.rules(), in: folder["s"]) } == nil)
    }

    @Test("knows the scores that were kept, without which nothing is compared")
    func scores() throws {
        try prepared()
        let study = try read("s"), trial = try #require(study.datasets.first?.algorithms.first?.trial)
        let file = try study.verifiedScores(of: trial, replicate: 1)
        var text = try String(contentsOf: file, encoding: .utf8)
        text.append("\n")
        try Data(text.utf8).write(to: file)
        #expect(message { try study.verifiedScores(of: trial, replicate: 1) }?.contains("was changed") == true)
        #expect(try study.verifiedScores(of: trial, replicate: 0) == study.scores(of: trial, replicate: 0))
    }

    @Test("without a digest is refused where this program stored it, and read where an earlier one did")
    func digestsRemoved() throws {
        try prepared()
        let earlier = folder["earlier"]
        try FileManager.default.copyItem(at: folder["s"], to: earlier)
        for phase in ["validation", "test", "test mean"] {
            let copy = phase.replacing(" ", with: "-")
            try FileManager.default.copyItem(at: folder["s"], to: folder[copy])
            try edit(copy, "DELETE FROM digest WHERE trial = 1 AND phase = '\(phase)'")
            try expectDamage(saying: "trial 1") { try StudyWatch().run(Self.rules(), in: folder[copy]) }
        }
        try expectDamage(saying: "is missing") { try read("test") }
        try edit("earlier", Self.withoutDigests)
        let measurements = try read("earlier").datasets.map { $0.algorithms.map(\.measurements) }
        let result = try StudyWatch().run(Self.rules(), in: earlier)
        #expect(result.datasets.map { $0.ranking.map(\.test) } == measurements)
        // Once brought up to date it knows which digests it never had.
        #expect(try read("earlier").datasets.map { $0.algorithms.map(\.measurements) } == measurements)
    }

    @Test(
        "tells where a trial's end is not what was stored",
        arguments: [
            "UPDATE figure SET value = value / 2 WHERE trial = 1 AND phase = 'validation' AND metric = 'roc_auc'",
            "UPDATE trial SET state = 'failed' WHERE number = 1",
            "UPDATE trial SET seconds = seconds + 1 WHERE number = 1",
            "DELETE FROM trial WHERE number = 1",
        ])
    func rottenTrial(statements: String) throws {
        try prepared()
        try edit("s", statements)
        try expectDamage(saying: "trial 1") { try StudyWatch().run(Self.rules(), in: folder["s"]) }
    }

    @Test("whose pages do not hang together is refused")
    func pages() throws {
        try prepared()
        let size = try bytes("s").count
        // The root of a table is made to look like a page whose children are the page itself.
        for page in 2..<size / 4096 {
            var bytes = try bytes("s")
            bytes[page * 4096..<page * 4096 + 16] = Data(repeating: 5, count: 16)
            try bytes.write(to: folder["s/study.sqlite"])
        }
        try expectDamage { try read("s") }
        try expectDamage { try StudyWatch().run(Self.rules(), in: folder["s"]) }
    }

    @Test("that is a pipe is not waited for")
    func pipe() throws {
        try prepared()
        try FileManager.default.removeItem(at: folder["s/study.sqlite"])
        #expect(mkfifo(folder["s/study.sqlite"].path, 0o600) == 0)
        try expectDamage(saying: "it is no file") { try read("s") }
    }

    /// A finished study of its own for each test.
    private func prepared() throws {
        try FileManager.default.copyItem(at: Self.finished.get()["s"], to: folder["s"])
    }

    /// Run once: many tests damage copies of it.
    private static let finished = Result {
        let folder = TemporaryFolder()
        try StudyWatch().run(rules(), in: folder["s"])
        return folder
    }

    private func expectDamage<Result>(
        saying words: String = "", sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Result
    ) throws {
        let error = try #require(throws: StudyError.self, sourceLocation: sourceLocation) { _ = try body() }
        for part in [
            "study.sqlite is no study or is damaged: ", words, "; restore it from a copy, or remove the folder",
        ] {
            #expect(part.isEmpty || error.description.contains(part), "\(error)", sourceLocation: sourceLocation)
        }
    }
}
