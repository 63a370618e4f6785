@testable import Datasets
import Foundation
import Testing

@Suite("A dataset of an old version")
struct OldFormatTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/dataset-format-1")

    @Test("opens, is what its card says, and verifies")
    func opens() throws {
        let dataset = try Dataset(at: Self.folder, verifying: true)
        #expect(dataset.card.name == "departments")
        #expect(
            dataset.card.digest == "sha256:8590580835693ef5f526a75d0d2bc4a86c9c09ac83288242dcabd19b8686f954")
        #expect(
            dataset.card.counts
                == DatasetCard.Counts(accesses: 2221, users: 25, resources: 24, pairs: 203, tenants: 1))
        let summary = DatasetSummary(of: dataset.log)
        #expect(summary.accesses == 2221)
        #expect(summary.users == 25)
        #expect(summary.resources == 24)
        #expect(summary.pairs == 203)
        #expect(summary.first == "2026-01-05T01:00:01Z")
        #expect(summary.last == "2026-01-25T15:02:23Z")
    }

    @Test("has the bytes that this version writes of the same log")
    func unchanged() throws {
        let dataset = try Dataset(at: Self.folder)
        let copy = FileManager.default.temporaryDirectory.appending(path: "accesslab-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: copy) }
        try Dataset.write(
            dataset.log, to: copy.appending(path: dataset.card.name), origin: dataset.card.origin,
            licence: dataset.card.licence, importOptions: dataset.card.importOptions, replacing: false)
        for file in ["dataset.yaml", "accesses.safetensors"] {
            #expect(
                try Data(contentsOf: copy.appending(path: dataset.card.name + "/" + file))
                    == Data(contentsOf: Self.folder.appending(path: file)))
        }
    }
}
