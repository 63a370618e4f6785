import AccessLogs
@testable import Datasets
import Files
import Foundation
import Testing
import TestSupport

/// A change to a dataset's columns that makes them senseless.
struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let apply: @Sendable (inout TensorFile) -> Void

    init(_ description: String, _ apply: @escaping @Sendable (inout TensorFile) -> Void) {
        testDescription = description
        self.apply = apply
    }

    /// A column replaced by another one.
    static func column(_ name: String, _ elements: Tensor.Elements) -> Damage {
        Damage("\(name) = \(elements)") { $0.tensors[name] = Tensor(elements) }
    }

    static let all: [Damage] = [
        column("user", .int32([0, 1, 2, 4])), column("user", .int32([0, 1, 2, -1])),
        column("user", .int32([0, 1, 2])), column("user", .int64([0, 1, 2, 3])),
        column("resource", .int32([0, 1, 2, .max])), column("resource", .int32([0, 1, 2, .min])),
        column("resource", .int32([2, 3, 0, 1])),
        column("weight", .float32([1, 1, 1, -1])), column("weight", .float32([1, 1, 1, .nan])),
        column("weight", .float32([1, 1, 1, .infinity])),
        column("time_microseconds", .int64([0, 0, 0, .max])), column("time_microseconds", .int64([0, 0, 0, .min + 1])),
        column("time_microseconds", .int64([])), column("outcome", .uint8([0])),
        column("users.sid", .uint8([0xFF])),
        Damage("no weights") { $0.tensors["weight"] = nil },
        Damage("no users") { $0.tensors["users.name"] = nil },
        Damage("a user twice") {
            $0.setStrings(["contoso", "contoso", "fabrikam", "fabrikam"], "users.tenant")
            $0.setStrings(["a", "a", "a", "b"], "users.name")
        },
        Damage("fewer SIDs than users") { $0.setStrings(["S-1-5-21-7"], "users.sid") },
        Damage("more names than tenants") { $0.setStrings(["a", "b", "c", "d", "e"], "users.name") },
    ]
}

@Suite("A damaged dataset")
struct DamagedDatasetTests {
    let folder = TemporaryFolder()

    @Test("with senseless columns is refused, and the message names the file once", arguments: Damage.all)
    func columns(_ damage: Damage) throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        var file = AccessLog.varied.tensorFile
        damage.apply(&file)
        try file.write(to: folder["d/accesses.safetensors"])
        try expectRefusal(naming: "accesses.safetensors")
    }

    @Test("whose columns are missing or no tensors is refused, and the message names the file once")
    func files() throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        try folder.write("nonsense", to: "d/accesses.safetensors")
        try expectRefusal(naming: "accesses.safetensors")
        try FileManager.default.removeItem(at: folder["d/accesses.safetensors"])
        try expectRefusal(naming: "accesses.safetensors")
    }

    @Test(
        "whose card lacks a key is refused, and the message names the key",
        arguments: ["format", "name", "origin", "licence", "digest", "counts"])
    func missingKey(_ key: String) throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        let card = try folder.text(of: "d/dataset.yaml").replacingOccurrences(of: "\n\(key):", with: "\nx\(key):")
        try folder.write(card.hasPrefix(key) ? "x" + card : card, to: "d/dataset.yaml")
        #expect(try expectRefusal(naming: "dataset.yaml").contains("'\(key)'"))
    }

    @Test("whose card is of another format is refused, and the message names both formats")
    func format() throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        let card = try folder.text(of: "d/dataset.yaml")
        try folder.write(
            card.replacingOccurrences(of: "accesslab-dataset/1", with: "accesslab-dataset/9"), to: "d/dataset.yaml")
        let sentence = try expectRefusal(naming: "dataset.yaml")
        #expect(sentence.contains("accesslab-dataset/9"))
        #expect(sentence.contains("accesslab-dataset/1"))
    }

    @Test("whose card is no card is refused", arguments: ["", "a: [", "- 1", "\t", "counts: 3", "format: {a: b}"])
    func card(_ text: String) throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        try folder.write(text, to: "d/dataset.yaml")
        try expectRefusal(naming: "dataset.yaml")
    }

    @Test("that is not there or has no card is refused with a way to make one")
    func noCard() throws {
        #expect(try expectRefusal(naming: "dataset.yaml").contains("accesslab ingest"))
    }

    @Test("whose card counts less than nothing is refused with the position")
    func counts() throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        let card = try folder.text(of: "d/dataset.yaml").replacingOccurrences(of: "pairs: 4", with: "pairs: -4")
        try folder.write(card, to: "d/dataset.yaml")
        #expect(try expectRefusal(naming: "dataset.yaml").hasSuffix("'counts.pairs' must be at least 0, not -4"))
    }

    @Test("whose card holds aliases in what nobody reads is refused at once", .timeLimit(.minutes(1)))
    func aliases() throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        let levels = (1...40).map { "  ? &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]\n  : x" }
        let card = try folder.text(of: "d/dataset.yaml") + "more:\n  ? &a0 x\n  : x\n" + levels.joined(separator: "\n")
        try folder.write(card, to: "d/dataset.yaml")
        #expect(try expectRefusal(naming: "dataset.yaml").contains("are not supported"))
    }

    @Test(
        "with a pipe, a device or a socket for a file is refused, not waited for", .timeLimit(.minutes(1)),
        arguments: ["dataset.yaml", "accesses.safetensors"], SpecialFile.allCases)
    func special(file: String, kind: SpecialFile) throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        try kind.make(at: folder["d/" + file])
        #expect(try expectRefusal(naming: file).contains("it is no file but a pipe, a device or a socket"))
        #expect(throws: FileError.self) { try Dataset(at: folder["d"], verifying: true) }
    }

    @Test("with columns larger than the memory is refused before anything is read")
    func enormous() throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        #expect(truncate(folder["d/accesses.safetensors"].path, 8 << 40) == 0)
        #expect(try expectRefusal(naming: "accesses.safetensors").contains("larger than the memory"))
        #expect(throws: FileError.self) { try Dataset(at: folder["d"], verifying: true) }
    }

    @Test("that is there but cannot be read is told from one that is not there")
    func unreadable() throws {
        try AccessLog.varied.writeDataset(to: folder["d"])
        try Data([0x61, 0x0A, 0xE9]).write(to: folder["d/dataset.yaml"])
        #expect(try expectRefusal(naming: "dataset.yaml").hasSuffix("line 2 is not UTF-8; save it as UTF-8"))
        try FileManager.default.removeItem(at: folder["d/dataset.yaml"])
        #expect(try expectRefusal(naming: "dataset.yaml").contains("is no dataset"))
    }

    @Test("is not written where its card would be larger than what is read")
    func largeCard() throws {
        let sentence = message {
            try Dataset.write(
                AccessLog.varied, to: folder["d"], origin: String(repeating: "x", count: 4 << 20), licence: "",
                importOptions: nil, replacing: false)
        }
        #expect(sentence?.contains("shorten the allow list") == true)
        #expect(folder.contents.isEmpty)
    }

    /// Expects that the dataset cannot be opened, and that the message names a file once.
    @discardableResult
    private func expectRefusal(naming file: String) throws -> String {
        #expect(throws: FileError.self) { try Dataset(at: folder["d"]) }
        let sentence = try #require(message { try Dataset(at: folder["d"]) })
        #expect(sentence.components(separatedBy: file).count == 2, "\(sentence)")
        return sentence
    }
}
