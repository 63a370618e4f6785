import AccessLogs
@testable import Datasets
import Files
import Foundation
import Testing
import TestSupport

@Suite("A dataset folder")
struct DatasetTests {
    let folder = TemporaryFolder()

    @Test("gives back the log: tenants, SIDs, times and their absence, weights, outcomes")
    func roundTrip() throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        let log = try Dataset(at: folder["d"]).log
        #expect(log.rows == AccessLog.varied.rows)
        #expect(log.users == AccessLog.varied.users)
        #expect(log.resources == AccessLog.varied.resources)
    }

    @Test("may hold no access at all")
    func empty() throws {
        try AccessLog().writeDataset(to: folder["d"])
        let dataset = try Dataset(at: folder["d"])
        #expect(dataset.log.count == 0)
        #expect(dataset.card.timeRange == nil)
        #expect(dataset.card.counts == DatasetCard.Counts(accesses: 0, users: 0, resources: 0, pairs: 0, tenants: 0))
    }

    @Test("describes itself in its card")
    func card() throws {
        let written = try AccessLog.varied.writeDataset(to: folder["corp"])
        let card = try Dataset(at: folder["corp"]).card
        #expect(card == written)
        #expect(card.name == "corp")
        #expect(card.counts == DatasetCard.Counts(accesses: 4, users: 4, resources: 4, pairs: 4, tenants: 2))
        #expect(card.timeRange == DatasetCard.TimeRange(first: "2026-01-06T00:00:00Z", last: "2026-01-06T00:00:00Z"))
        #expect(card.importOptions == ImportOptions())
        #expect(try card.digest == "sha256:" + FileDigest.sha256(of: folder["corp/accesses.safetensors"]))
    }

    @Test(
        "keeps texts in its card that YAML could take for something else",
        arguments: [
            "null", "~", "true", "1e3", "007", "2026-01-05", "a: b", "- a", "# a", " a ", "a\nb", "\"", "Zoë 🗂", "",
        ])
    func awkwardTexts(_ text: String) throws {
        var options = ImportOptions()
        options.allowList = [text]
        try Dataset.write(
            AccessLog.varied, to: folder["d"], origin: text, licence: text, importOptions: options, replacing: false)
        let card = try Dataset(at: folder["d"]).card
        #expect(card.origin == text)
        #expect(card.licence == text)
        #expect(card.importOptions == options)
    }

    @Test("has the truth about events beside it where it is known, which changes neither card nor columns")
    func events() throws {
        let plain = try AccessLog.varied.writeDataset(to: folder["d"])
        let eventful = try Dataset.write(
            AccessLog.varied, to: folder["d"], origin: plain.origin, licence: plain.licence,
            importOptions: plain.importOptions, events: "event,kind\n", replacing: true)
        #expect(eventful == plain)
        #expect(try folder.text(of: "d/events.csv") == "event,kind\n")
        _ = try Dataset(at: folder["d"], verifying: true)
        // Other data in its place are without it.
        try Dataset.write(
            AccessLog.varied, to: folder["d"], origin: "", licence: "", importOptions: nil, replacing: true)
        #expect(!folder.contents.contains("d/events.csv"))
    }

    @Test("has the same bytes for the same log")
    func stableBytes() throws {
        try AccessLog.varied.writeDataset(to: folder["a/d"])
        try AccessLog.varied.writeDataset(to: folder["b/d"])
        for file in ["dataset.yaml", "accesses.safetensors"] {
            #expect(try Data(contentsOf: folder["a/d/" + file]) == Data(contentsOf: folder["b/d/" + file]))
        }
    }

    @Test("can be moved: nothing in it names a place")
    func movable() throws {
        try AccessLog.varied.writeDataset(to: folder["here"])
        #expect(try !folder.text(of: "here/dataset.yaml").contains(folder.url.path))
        try FileManager.default.moveItem(at: folder["here"], to: folder["there"])
        _ = try Dataset(at: folder["there"], verifying: true)
    }

    @Test("is verified against the digest in its card, whatever byte of the columns changes")
    func verification() throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        _ = try Dataset(at: folder["d"], verifying: true)
        let columns = try Data(contentsOf: folder["d/accesses.safetensors"])
        for offset in stride(from: 0, to: columns.count, by: 37) {
            var changed = columns
            changed[offset] ^= 1
            try changed.write(to: folder["d/accesses.safetensors"])
            #expect(throws: FileError.self, "byte \(offset)") { try Dataset(at: folder["d"], verifying: true) }
        }
    }

    @Test("is not overwritten unless it may be replaced")
    func existing() throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        #expect(throws: FileError.self) { try AccessLog().writeDataset(to: folder["d"]) }
        #expect(try Dataset(at: folder["d"]).log.count == 4)
        try AccessLog().writeDataset(to: folder["d"], replacing: true)
        #expect(try Dataset(at: folder["d"]).log.count == 0)
    }

    @Test("that is replaced keeps the ledger of openings: other data do not undo what was seen of the old ones")
    func openings() throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        try folder.write("{\"id\": 1}\n", to: "d/openings.jsonl")
        try AccessLog().writeDataset(to: folder["d"], replacing: true)
        #expect(try folder.text(of: "d/openings.jsonl") == "{\"id\": 1}\n")
        #expect(try Dataset(at: folder["d"]).log.count == 0)
    }
}
