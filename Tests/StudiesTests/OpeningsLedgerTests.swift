import AccessLogs
import Datasets
import Detectors
import Evaluation
import Experiments
import Files
import Foundation
import Lints
import Publishing
@testable import Studies
import StudySupport
import Testing
import TestSupport

@Suite("The ledger of openings of all studies")
struct OpeningsLedgerTests {
    let folder = TemporaryFolder()

    private var file: URL { folder["state/accesslab/openings.jsonl"] }
    private var ledger: OpeningsLedger { OpeningsLedger(at: file) }

    /// Records an opening and says what was opened before.
    @discardableResult
    private func open(
        _ study: String, seed: UInt64 = 1, data: String = "d", test: String = "t", in dataset: URL? = nil,
        id: String = UUID().uuidString
    ) -> EarlierOpenings {
        ledger.record(
            TestOpening(
                id: id, time: "2026-01-01T00:00:00Z", data: data, test: test, dataset: "corp", experiment: "e",
                seed: seed, study: study, specification: "abc", program: "1"), in: dataset)
    }

    @Test("counts openings by other studies, over their root seeds, and those of the study itself apart")
    func counts() throws {
        #expect(open("a").areNone)
        #expect(open("b", seed: 2).openings == 1)
        let third = open("c", seed: 2)
        #expect((third.openings, third.studies, third.seeds, third.own) == (2, 2, 2, 0))
        // A study that goes on after an interruption is no other study.
        let again = open("a")
        #expect((again.openings, again.studies, again.seeds, again.own) == (2, 2, 1, 1))
        #expect(try folder.text(of: "state/accesslab/openings.jsonl").split(separator: "\n").count == 4)
    }

    @Test("counts another split of the same data apart, and other data not at all")
    func otherTests() {
        open("a")
        open("b", data: "other", test: "other")
        let earlier = open("c", test: "by pairs")
        #expect((earlier.openings, earlier.elsewhere) == (0, 1))
        #expect(!earlier.areNone && earlier.sentence.contains("with another split these data were opened 1 time"))
    }

    @Test("keeps a copy with the dataset, which tells what a lost ledger knew, and counts no line twice")
    func copy() throws {
        let dataset = folder["corp"]
        try FileManager.default.createDirectory(at: dataset, withIntermediateDirectories: false)
        open("a", in: dataset)
        #expect(open("b", in: dataset).openings == 1)
        try FileManager.default.removeItem(at: file)
        #expect(open("c", in: dataset).openings == 2)
        try FileManager.default.removeItem(at: dataset.appendingPathComponent("openings.jsonl"))
        // The ledger has the line of c alone.
        #expect(open("d", in: dataset).openings == 1)
    }

    @Test("counts damaged lines as what may be openings, and does not let them swallow the next")
    func damaged() throws {
        open("a")
        let whole = try folder.text(of: "state/accesslab/openings.jsonl")
        try folder.write(whole + "{\"id\": \"x\"}\n" + whole.prefix(40), to: "state/accesslab/openings.jsonl")
        let earlier = open("b")
        #expect((earlier.openings, earlier.damaged) == (1, 2))
        #expect(earlier.sentence.contains("2 lines of the ledger cannot be read, and each may be an opening"))
        #expect(open("c").openings == 2)
    }

    @Test("that cannot be kept stops nothing, and says so")
    func unwritable() throws {
        // A file stands where the folder would be.
        try folder.write("", to: "state")
        let earlier = open("a")
        #expect(!earlier.areNone)
        let problem = try #require(earlier.problems.first)
        #expect(problem.hasPrefix("the ledger of openings could not be kept: ") && problem.contains(file.path))
        #expect(earlier.sentence.contains(problem))
    }

    @Test("that is a folder or a pipe is not waited for", arguments: [true, false])
    func special(isPipe: Bool) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        if isPipe {
            #expect(mkfifo(file.path, 0o600) == 0)
        } else {
            try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
        }
        #expect(open("a").problems.count == 1)
    }

    @Test("follows no link in a dataset, which may come from anybody")
    func link() throws {
        let dataset = folder["corp"]
        try FileManager.default.createDirectory(at: dataset, withIntermediateDirectories: false)
        try folder.write("precious\n", to: "victim")
        try FileManager.default.createSymbolicLink(
            at: dataset.appendingPathComponent("openings.jsonl"), withDestinationURL: folder["victim"])
        let earlier = open("a", in: dataset)
        #expect(try folder.text(of: "victim") == "precious\n")
        // The user's own ledger was kept, so that the rest is a remark.
        #expect(earlier.problems.isEmpty && earlier.remarks.count == 1 && earlier.areNone)
        #expect(earlier.sentence.contains("the dataset's own copy of the ledger could not be kept"))
    }

    @Test("has all lines of programs that write at once, each of which is told of those before it")
    func atOnce() async throws {
        let found = await withTaskGroup(of: Int.self, returning: [Int].self) { group in
            for number in 0..<8 { group.addTask { open("study \(number)").openings } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(found.sorted() == Array(0..<8))
        #expect(try folder.text(of: "state/accesslab/openings.jsonl").split(separator: "\n").count == 8)
    }

    @Test("lies where the environment says")
    func place() {
        let home = URL(fileURLWithPath: "/home/ann")
        func path(_ environment: [String: String]) -> String? {
            OpeningsLedger.ofUser(environment: environment, home: home).path
        }
        #expect(path([:]) == "/home/ann/.local/state/accesslab/openings.jsonl")
        #expect(path(["XDG_STATE_HOME": "/state"]) == "/state/accesslab/openings.jsonl")
        #expect(path(["XDG_STATE_HOME": "not/absolute"]) == "/home/ann/.local/state/accesslab/openings.jsonl")
        #expect(path(["XDG_STATE_HOME": "/state", "ACCESSLAB_OPENINGS": "/o.jsonl"]) == "/o.jsonl")
    }
}

@Suite("A sealed test among other studies")
struct ShoppingTests {
    let folder = TemporaryFolder()

    private func experiment(root: Int = 3, split: String = "{type: time}") throws -> ExperimentSpecification {
        try .tiny(split: split, root: root, algorithms: "[{id: popularity}]", metrics: "[roc_auc]")
    }

    @discardableResult
    private func run(_ specification: ExperimentSpecification, in name: String) throws -> StudyResult {
        try StudyWatch(openings: folder["openings.jsonl"]).run(specification, in: folder[name])
    }

    private func lint(_ result: StudyResult) throws -> LintReport {
        try #require(result.lints.first { $0.lint == "best-of-many-seeds" })
    }

    @Test("is known to have been opened from other folders and with other root seeds, also once these are removed")
    func shopped() throws {
        let first = try run(experiment(root: 1), in: "a")
        #expect(try lint(first).verdict == .pass)
        #expect(try #require(first.datasets.first?.openings).earlier.areNone)
        try run(experiment(root: 2), in: "b")
        for name in ["a", "b"] { try FileManager.default.removeItem(at: folder[name]) }
        let third = try run(experiment(root: 3), in: "c")
        let warning = try lint(third)
        #expect(warning.verdict == .warning)
        #expect(warning.evidence.contains("was opened 2 times before, by 2 other studies over 2 root seeds"))
        // Whoever gets the bundle is told too.
        let card = try folder.text(of: "c/bundle/MODEL_CARD.md")
        #expect(card.contains("was opened 2 times before, by 2 other studies over 2 root seeds"))
        #expect(card.contains("| OpenBLAS |"))
        let bundle = try ModelBundle(at: folder["c/bundle"], detectors: .standard)
        #expect(bundle.manifest.openings?.openings == 2)
        #expect(bundle.manifest.provenance == .current)
    }

    @Test("that is drawn by pairs is the same test for all root seeds, as trying them is trying chance")
    func pairs() throws {
        let split = "{type: pairs, held_out: 0.2}"
        try run(experiment(root: 1, split: split), in: "a")
        let second = try run(experiment(root: 2, split: split), in: "b")
        #expect(second.datasets.first?.openings?.earlier.openings == 1)
        let byTime = try run(experiment(root: 2), in: "c")
        let earlier = try #require(byTime.datasets.first?.openings?.earlier)
        #expect((earlier.openings, earlier.elsewhere) == (0, 2))
    }

    @Test("is known where the rows of its log stand in another order, also to ledgers of earlier programs")
    func shuffled() throws {
        let log = AccessLog.departments()
        let order = Array(0..<log.count).reversed()
        let reversed = AccessLog(
            users: log.users, resources: log.resources, userSIDs: log.userSIDs, user: order.map { log.user[$0] },
            resource: order.map { log.resource[$0] }, microseconds: order.map { log.microseconds[$0] },
            weight: order.map { log.weight[$0] }, outcome: order.map { log.outcome[$0] })
        for (name, log) in [("log", log), ("reversed", reversed)] {
            try Dataset.write(
                log, to: folder[name], origin: "made by a test", licence: "CC0-1.0", importOptions: nil,
                replacing: false)
        }
        func experiment(_ name: String) throws -> ExperimentSpecification {
            try .tiny(
                datasets: "[{path: \(folder[name].path)}]", algorithms: "[{id: popularity}]", metrics: "[roc_auc]")
        }
        try run(experiment("log"), in: "a")
        let second = try run(experiment("reversed"), in: "b")
        #expect(second.datasets.first?.openings?.earlier.openings == 1)
        // A ledger that goes by the digest of the columns.
        let history = try #require(try StudyFiles(folder["a"]).openings().first), former = try #require(history.former)
        let lines = try folder.text(of: "openings.jsonl").split(separator: "\n").prefix(1)
        try folder.write(
            lines.joined().replacing(history.data, with: former.data).replacing(history.test, with: former.test) + "\n",
            to: "openings.jsonl")
        try? FileManager.default.removeItem(at: folder["log/openings.jsonl"])
        #expect(try run(experiment("log"), in: "c").datasets.first?.openings?.earlier.openings == 1)
    }

    @Test("that was interrupted while it was measured is opened again by the same study, which is no other")
    func resumed() throws {
        try run(experiment(), in: "a")
        try FileManager.default.removeItem(at: folder["a/bundle"])
        let again = try run(experiment(), in: "a")
        let earlier = try #require(again.datasets.first?.openings?.earlier)
        #expect((earlier.openings, earlier.own) == (0, 1))
        #expect(earlier.sentence.contains("this study opened it 1 time before"))
    }

    @Test("tells the first of several studies of those that came later, when it is read again")
    func later() throws {
        try run(experiment(root: 1), in: "a")
        try run(experiment(root: 2), in: "b")
        let openings = try #require(try run(experiment(root: 1), in: "a").datasets.first?.openings)
        #expect((openings.earlier.openings, openings.now.openings) == (0, 1))
    }

    @Test("is measured though no ledger but the study's own can be kept; report, lint and card say so")
    func readOnlyHome() throws {
        try folder.write("", to: "no-folder")
        let watch = StudyWatch(openings: folder["no-folder/openings.jsonl"])
        let result = try watch.run(experiment(), in: folder["a"])
        let warning = try lint(result)
        #expect(warning.verdict == .warning)
        #expect(warning.evidence.contains("the ledger of openings could not be kept"))
        #expect(watch.notes.contains { $0.contains("the ledger of openings could not be kept") })
        #expect(try folder.text(of: "a/bundle/MODEL_CARD.md").contains("the ledger of openings could not be kept"))
        #expect(try folder.text(of: "a/unsealed.log").split(separator: "\n").count == 1)
    }

    @Test("has what its measurements come from beside them")
    func origin() throws {
        try run(experiment(root: 7), in: "a")
        let text = try folder.text(of: "a/metrics.json")
        let origin = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(origin["format"] as? String == "accesslab-metrics/1")
        let digests = try #require(origin["sha256"] as? [String: String])
        #expect(try digests["metrics.csv"] == FileDigest.sha256(of: folder["a/metrics.csv"]))
        #expect((origin["seeds"] as? [String: Int])?["root"] == 7)
        let runs = try #require(origin["environment"] as? [[String: Any]])
        let computed = try #require(runs.first?["computed"] as? [String: Any])
        for key in ["version", "toolchain", "processor", "blas", "kernel", "threads", "gsl", "system"] {
            #expect(computed[key] != nil, "\(key)")
        }
        // Reading a finished study computes nothing.
        let environment = try folder.text(of: "a/environment.json")
        try run(experiment(root: 7), in: "a")
        #expect(try folder.text(of: "a/environment.json") == environment)
    }

    @Test("keeps what an older program said of the environment, and refuses what cannot be read")
    func environment() throws {
        let stopped = StudyWatch(stoppingAfter: 0, openings: folder["openings.jsonl"])
        #expect(throws: CancellationError.self) { try stopped.run(experiment(), in: folder["a"]) }
        try folder.write(
            #"{"blas":"OpenBLAS 0.3.21","cores":"2","gsl":"2.7","operating_system":"Debian"}"#, to: "a/environment.json"
        )
        try run(experiment(), in: "a")
        let runs = try StudyFiles(folder["a"]).environment().runs
        #expect(runs.count == 2)
        #expect(runs.first?.computed.blas == "OpenBLAS 0.3.21" && runs.first?.computed.cores == 2)
        #expect(runs.last?.computed == .current)
        try folder.write("[{", to: "a/environment.json")
        #expect(throws: StudyError.self) { try StudyFiles(folder["a"]).environment() }
    }
}
