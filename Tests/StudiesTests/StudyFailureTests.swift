import Detectors
import Experiments
import Foundation
@testable import Studies
import StudySupport
import Testing
import TestSupport

@Suite("A study that cannot go on")
struct StudyFailureTests {
    let folder = TemporaryFolder()

    @Test("records a failed trial, goes on with the others, and tries it again next time")
    func continues() throws {
        let watch = StudyWatch()
        let result = try watch.run(.moody(onError: "continue"), in: folder["s"])
        #expect(watch.failures == ["in no mood to fit"])
        #expect(result.failed == 1)
        #expect(result.datasets.first?.ranking.map(\.trial.number) == [1])
        let lines = try folder.text(of: "s/trials.ndjson").split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(lines.map { $0["state"] as? String } == ["failed", "complete"])
        #expect(lines.first?["message"] as? String == "in no mood to fit")
        #expect(try !folder.text(of: "s/metrics.csv").contains("\n0,"))
        let again = StudyWatch()
        try again.run(.moody(onError: "continue"), in: folder["s"])
        #expect(again.trials == 1)
        #expect(again.failures.count == 1)
        #expect(again.unsealings == 0)
    }

    @Test("stops at a failed trial where it is told to, and names the trial")
    func aborts() throws {
        let watch = StudyWatch()
        let sentence = message { try watch.run(.moody(onError: "abort"), in: folder["s"]) }
        #expect(sentence == "trial 0 (moody fails=true): in no mood to fit")
        #expect(watch.unsealings == 0)
        #expect(!folder.contents.contains("s/unsealed.log"))
    }

    @Test("says why where every trial fails")
    func nothingComplete() throws {
        let specification = try ExperimentSpecification.tiny(algorithms: "[{id: moody, space: {fails: true}}]")
        let sentence = message { try StudyWatch().run(specification, in: folder["s"]) }
        #expect(sentence?.contains("no trial on block-model") == true)
        #expect(sentence?.contains("in no mood to fit") == true)
    }

    @Test("does not mix with a study of another specification in the same folder")
    func otherSpecification() throws {
        try StudyWatch().run(.tiny(algorithms: "[{id: popularity}]"), in: folder["s"])
        let before = try folder.text(of: "s/metrics.csv")
        let sentence = message {
            try StudyWatch().run(.tiny(root: 4, algorithms: "[{id: popularity}]"), in: folder["s"])
        }
        #expect(sentence?.contains("another specification") == true)
        #expect(try folder.text(of: "s/metrics.csv") == before)
    }

    @Test("takes on another specification as long as nothing has been measured")
    func nothingMeasured() throws {
        #expect(throws: StudyError.self) { try StudyWatch().run(.moody(onError: "abort"), in: folder["s"]) }
        let result = try StudyWatch().run(.tiny(algorithms: "[{id: popularity}]"), in: folder["s"])
        #expect(result.failed == 0)
        #expect(try folder.text(of: "s/trials.ndjson").split(separator: "\n").count == 1)
    }

    @Test("keeps away from a folder with other things in it")
    func foreignFolder() throws {
        try FileManager.default.createDirectory(at: folder["s"], withIntermediateDirectories: true)
        try folder.write("mine", to: "s/notes.txt")
        let sentence = message { try StudyWatch().run(.tiny(), in: folder["s"]) }
        #expect(sentence?.contains("is not a study") == true)
        #expect(folder.contents == ["s", "s/notes.txt"])
    }

    @Test("keeps away from a file")
    func file() throws {
        try folder.write("mine", to: "s")
        #expect(message { try StudyWatch().run(.tiny(), in: folder["s"]) }?.contains("is not a study") == true)
        #expect(try folder.text(of: "s") == "mine")
    }

    @Test("does not run twice at a time")
    func lock() throws {
        try FileManager.default.createDirectory(at: folder["s"], withIntermediateDirectories: true)
        let lock = try StudyLock(folder["s"])
        let sentence = message { try StudyWatch().run(.tiny(algorithms: "[{id: popularity}]"), in: folder["s"]) }
        #expect(sentence?.contains("another program") == true)
        lock.release()
        // What is left is a folder with nothing but a lock, as after a program that ended at once.
        try StudyWatch().run(.tiny(algorithms: "[{id: popularity}]"), in: folder["s"])
    }

    @Test("says so where its store is damaged")
    func damagedStore() throws {
        try FileManager.default.createDirectory(at: folder["s"], withIntermediateDirectories: true)
        try folder.write(String(repeating: "no database ", count: 100), to: "s/study.sqlite")
        let sentence = message { try StudyWatch().run(.tiny(), in: folder["s"]) }
        #expect(sentence?.contains("study.sqlite is no study or is damaged") == true)
    }

    @Test("says so where a dataset is missing, and which")
    func noDataset() {
        let sentence = message { try StudyWatch().run(.tiny(datasets: "[{path: no/such/folder}]"), in: folder["s"]) }
        #expect(sentence?.contains("no/such/folder") == true)
    }
}
