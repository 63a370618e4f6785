import Datasets
import Foundation
import TestSupport
import Testing

@Suite("A folder that appears complete or not at all")
struct WholeFolderTests {
    let folder = TemporaryFolder()

    private struct Failure: Error {}

    /// Writes a folder with one file.
    private func write(_ text: String, replacing: Bool = false, failing: Bool = false) throws {
        try WholeFolder.write(to: folder["out"], replacing: replacing, marker: "file") { partial in
            try Data(text.utf8).write(to: partial.appendingPathComponent("file"))
            if failing { throw Failure() }
        }
    }

    @Test("appears with everything in it, and nothing beside it")
    func complete() throws {
        try write("new")
        #expect(folder.contents == ["out", "out/file"])
    }

    @Test("replaces only folders of its kind")
    func foreign() throws {
        try FileManager.default.createDirectory(at: folder["out"], withIntermediateDirectories: true)
        #expect(throws: DatasetError.self) { try write("new", replacing: true) }
        #expect(folder.contents == ["out"])
    }

    @Test("leaves nothing where it fails")
    func failing() throws {
        #expect(throws: Failure.self) { try write("new", failing: true) }
        #expect(folder.contents.isEmpty)
    }

    @Test("leaves what was there where a replacement fails")
    func failingReplacement() throws {
        try write("old")
        #expect(throws: Failure.self) { try write("new", replacing: true, failing: true) }
        #expect(folder.contents == ["out", "out/file"])
        #expect(try folder.text(of: "out/file") == "old")
    }

    @Test("does not take the place of another unless it may")
    func existing() throws {
        try write("old")
        let sentence = try #require(message { try write("new") })
        #expect(sentence.contains(folder["out"].path))
        #expect(sentence.contains("--force"))
        #expect(try folder.text(of: "out/file") == "old")
        try write("new", replacing: true)
        #expect(try folder.text(of: "out/file") == "new")
        #expect(folder.contents == ["out", "out/file"])
    }

    @Test("makes the folders that lead to it")
    func parents() throws {
        try WholeFolder.write(to: folder["a/b/out"], replacing: false, marker: "file") { _ in }
        #expect(folder.contents == ["a", "a/b", "a/b/out"])
    }

    @Test("cannot lie in a file, and says so")
    func inAFile() throws {
        try folder.write("", to: "file")
        #expect(throws: DatasetError.self) {
            try WholeFolder.write(to: folder["file/out"], replacing: false, marker: "file") { _ in }
        }
    }
}

@Suite("A file that appears complete or not at all")
struct WholeFileTests {
    let folder = TemporaryFolder()

    @Test("appears when it is finished, and until then what was there stays")
    func complete() throws {
        try folder.write("old", to: "out")
        let file = try WholeFile(at: folder["out"])
        try file.write("new")
        #expect(try folder.text(of: "out") == "old")
        try file.finish()
        #expect(try folder.text(of: "out") == "new")
        #expect(folder.contents == ["out"])
    }

    @Test("keeps the order of many pieces")
    func pieces() throws {
        let pieces = (0..<20_000).map { "\($0)\n" }
        let file = try WholeFile(at: folder["out"])
        for piece in pieces { try file.write(piece) }
        try file.finish()
        #expect(try folder.text(of: "out") == pieces.joined())
    }

    @Test("leaves nothing where it is given up")
    func givenUp() throws {
        func begin() throws {
            let file = try WholeFile(at: folder["out"])
            try file.write("new")
        }
        try begin()
        #expect(folder.contents.isEmpty)
    }

    @Test("in a folder that does not exist is refused, and the message names it")
    func noFolder() throws {
        let sentence = try #require(message { try WholeFile(at: folder["no/out"]) })
        #expect(sentence.contains(folder["no/out"].path))
    }
}
