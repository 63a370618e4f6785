import Experiments
import Foundation
import Lints
@testable import Studies
import StudySupport
import Testing
import TestSupport

@Suite("The ledger of openings")
struct UnsealingLedgerTests {
    let folder = TemporaryFolder()

    private var ledger: UnsealingLedger { UnsealingLedger(in: folder.url) }

    private func open(_ dataset: String) throws {
        try ledger.append(.init(dataset: dataset, trials: [3, 0], specificationDigest: "abc"))
    }

    @Test("that does not exist tells of none")
    func none() throws {
        #expect(try ledger.openings(of: "corp") == UnsealingLedger.Openings())
        #expect(folder.contents.isEmpty)
    }

    @Test("keeps every line that it has, and counts those of a dataset")
    func appended() throws {
        try open("corp")
        let first = try folder.text(of: "unsealed.log")
        #expect(first.hasSuffix(" dataset corp trials 3,0 specification sha256:abc\n"))
        try open("corp-2")
        try open("corp")
        #expect(try folder.text(of: "unsealed.log").hasPrefix(first))
        #expect(try ledger.openings(of: "corp") == .init(count: 2))
        #expect(try ledger.openings(of: "corp-2") == .init(count: 1))
    }

    @Test("counts a line that a crash cut short as what may be an opening, and does not let it swallow the next")
    func cutShort() throws {
        try folder.write("2026-01-01T00:00:00Z dataset co", to: "unsealed.log")
        #expect(try ledger.openings(of: "corp") == .init(count: 0, damagedLines: 1))
        try open("corp")
        #expect(try ledger.openings(of: "corp") == .init(count: 1, damagedLines: 1))
        try Data([0xff, 0xfe, 0x0a]).write(to: folder["unsealed.log"])
        #expect(try ledger.openings(of: "corp") == .init(count: 0, damagedLines: 1))
    }

    @Test("that cannot be read or written is an error that says what to do, never an empty one")
    func unreadable() throws {
        try FileManager.default.createDirectory(at: folder["unsealed.log"], withIntermediateDirectories: false)
        for sentence in [message { try ledger.openings(of: "corp") }, message { try open("corp") }] {
            #expect(sentence?.contains(folder["unsealed.log"].path) == true)
            #expect(sentence?.contains("restore it") == true || sentence?.contains("mend that") == true)
        }
        try FileManager.default.removeItem(at: folder["unsealed.log"])
        // The pipe has no writer and no reader.
        #expect(mkfifo(folder["unsealed.log"].path, 0o600) == 0)
        #expect(message { try ledger.openings(of: "corp") }?.contains("is no file") == true)
        #expect(message { try open("corp") } != nil)
    }
}

@Suite("A sealed test")
struct SealedTestTests {
    let folder = TemporaryFolder()
    private func quick() throws -> ExperimentSpecification {
        try .tiny(algorithms: "[{id: popularity}]", metrics: "[roc_auc]")
    }

    /// Two trials, to be interrupted.
    private func two() throws -> ExperimentSpecification {
        try .tiny(algorithms: "[{id: popularity}, {id: random}]", metrics: "[roc_auc]")
    }

    @Test("stays sealed where its opening cannot be logged; no trial is measured on it")
    func unlogged() throws {
        let stopped = StudyWatch(stoppingAfter: 1)
        #expect(throws: CancellationError.self) { try stopped.run(two(), in: folder["s"]) }
        try FileManager.default.createDirectory(at: folder["s/unsealed.log"], withIntermediateDirectories: false)
        let watch = StudyWatch()
        #expect(message { try watch.run(two(), in: folder["s"]) }?.contains("unsealed.log") == true)
        #expect(watch.unsealings == 0)
        #expect(!folder.contents.contains { $0.hasPrefix("s/scores") || $0.hasPrefix("s/bundle") })
        try FileManager.default.removeItem(at: folder["s/unsealed.log"])
        try StudyWatch().run(two(), in: folder["s"])
        #expect(try folder.text(of: "s/unsealed.log").split(separator: "\n").count == 1)
    }

    @Test(
        "that was opened before, or may have been, is told by a lint",
        arguments: [
            (
                "2026-01-01T00:00:00Z dataset block-model trials 0 specification sha256:abc\n",
                "was opened 1 times before"
            ),
            ("2026-01-01T00:00:00Z data", "1 lines of unsealed.log are damaged"),
        ])
    func opened(ledger: String, evidence: String) throws {
        let stopped = StudyWatch(stoppingAfter: 0)
        #expect(throws: CancellationError.self) { try stopped.run(quick(), in: folder["s"]) }
        try folder.write(ledger, to: "s/unsealed.log")
        let result = try StudyWatch().run(quick(), in: folder["s"])
        let lint = try #require(result.lints.first { $0.lint == "tuned-on-reported" })
        #expect(lint.verdict == .warning)
        #expect(lint.evidence.contains(evidence))
        // The old content is still there.
        #expect(try folder.text(of: "s/unsealed.log").hasPrefix(ledger))
    }

    @Test("stays sealed where what will be written beside its measurements is damaged, however often that is tried")
    func damagedBeforeOpening() throws {
        let stopped = StudyWatch(stoppingAfter: 1)
        #expect(throws: CancellationError.self) { try stopped.run(two(), in: folder["s"]) }
        try folder.write("[{", to: "s/operation.json")
        for _ in 0..<2 {
            #expect(
                message { try StudyWatch().run(two(), in: folder["s"]) }?.contains("operation.json is damaged") == true)
        }
        #expect(!FileManager.default.fileExists(atPath: folder["s/unsealed.log"].path))
    }

    @Test("counts as opened where its measurements are stored, though the ledger is lost")
    func lostLedger() throws {
        try StudyWatch().run(quick(), in: folder["s"])
        for name in ["s/unsealed.log", "s/bundle"] { try FileManager.default.removeItem(at: folder[name]) }
        let result = try StudyWatch().run(quick(), in: folder["s"])
        let lint = try #require(result.lints.first { $0.lint == "tuned-on-reported" })
        #expect(lint.verdict == .warning)
        #expect(lint.evidence.contains("was opened 1 times before"))
    }

    @Test("is told of at the end too, though a crash came between its measurements and the last lint")
    func lastLint() throws {
        try StudyWatch().run(quick(), in: folder["s"])
        let whole = try folder.text(of: "s/lints.json")
        // What the file held before the last lints had looked.
        let last = Set(Lints.standard.all.filter { $0.stages == [.finished] }.map { $0.id }),
            files = StudyFiles(folder["s"])
        let before = try files.lints().filter { !last.contains($0.lint) }
        try FileManager.default.removeItem(at: folder["s/lints.json"])
        try files.writeLints(before)
        let ledger = try folder.text(of: "s/unsealed.log")
        try StudyWatch().run(quick(), in: folder["s"])
        #expect(try folder.text(of: "s/lints.json") == whole)
        // The test stayed sealed.
        #expect(try folder.text(of: "s/unsealed.log") == ledger)
    }

    @Test("leaves findings that cannot be read alone, and says so", arguments: ["lints.json", "operation.json"])
    func damagedFindings(name: String) throws {
        try StudyWatch().run(quick(), in: folder["s"])
        let file = "s/" + name
        for damage in ["[{", "{\"lint\": 3}"] {
            try folder.write(damage, to: file)
            let sentence = message { try StudyWatch().run(quick(), in: folder["s"]) }
            #expect(sentence?.contains("\(name) is damaged") == true)
            #expect(sentence?.contains("or remove it") == true)
            #expect(try folder.text(of: file) == damage)
        }
        try FileManager.default.removeItem(at: folder[file])
        try StudyWatch().run(quick(), in: folder["s"])
    }
}
