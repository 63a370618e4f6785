import Files
import Foundation
import Testing
import TestSupport

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
        try folder.write("mine", to: "out/diary")
        #expect(throws: FileError.self) { try write("new", replacing: true) }
        #expect(folder.contents == ["out", "out/diary"])
        try folder.write("mine", to: "file")
        #expect(throws: FileError.self) {
            try WholeFolder.write(to: folder["file"], replacing: true, marker: "file") { _ in }
        }
        #expect(try folder.text(of: "file") == "mine")
    }

    @Test("does not replace a folder that also holds what is not part of it")
    func additions() throws {
        try write("old")
        try folder.write("mine", to: "out/log.csv")
        #expect(throws: FileError.self) {
            try WholeFolder.write(to: folder["out"], replacing: true, marker: "file", files: ["file"]) { _ in }
        }
        #expect(folder.contents == ["out", "out/file", "out/log.csv"])
    }

    @Test("replaces an empty folder, which nobody can miss, if it may")
    func empty() throws {
        try FileManager.default.createDirectory(at: folder["out"], withIntermediateDirectories: true)
        #expect(throws: FileError.self) { try write("new") }
        try write("new", replacing: true)
        #expect(folder.contents == ["out", "out/file"])
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
        #expect(throws: FileError.self) {
            try WholeFolder.write(to: folder["file/out"], replacing: false, marker: "file") { _ in }
        }
    }

    @Test("does not take the place of what appeared while it was being filled")
    func overtaken() throws {
        for replacing in [false, true] {
            #expect(throws: FileError.self) {
                try WholeFolder.write(to: folder["out"], replacing: replacing, marker: "file") { _ in
                    try FileManager.default.createDirectory(at: folder["out"], withIntermediateDirectories: true)
                    try folder.write("mine", to: "out/diary")
                }
            }
            #expect(folder.contents == ["out", "out/diary"])
        }
    }

    @Test("is the folder to which a link leads, and the link stays")
    func link() throws {
        try write("old")
        let link = folder["link"]
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "out")
        try WholeFolder.write(to: link, replacing: true, marker: "file") { partial in
            try Data("new".utf8).write(to: partial.appendingPathComponent("file"))
        }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "out")
        #expect(try folder.text(of: "out/file") == "new")
        #expect(folder.contents == ["link", "out", "out/file"])
    }

    @Test("is private while it is partial, and then as open as the umask lets any folder be")
    func mode() throws {
        #expect(mkdir(folder["any"].path, 0o777) == 0)
        try WholeFolder.write(to: folder["out"], replacing: false, marker: "file") { partial in
            #expect(rights(of: partial.deletingLastPathComponent()) == 0o700)
        }
        #expect(rights(of: folder["out"]) == rights(of: folder["any"]))
    }

    @Test("is made under names that cannot be foreseen")
    func names() throws {
        var names: Set<String> = []
        for _ in 0..<5 {
            try WholeFolder.write(to: folder["out"], replacing: true, marker: "file") { partial in
                try Data().write(to: partial.appendingPathComponent("file"))
                names.insert(partial.deletingLastPathComponent().lastPathComponent)
            }
        }
        #expect(names.count == 5)
        #expect(names.allSatisfy { $0.hasPrefix(".out.partial-") && $0.count == ".out.partial-".count + 16 })
    }

    @Test("of a name as long as the file system takes has room beside it")
    func longName() throws {
        let name = String(repeating: "ä", count: 127)
        try WholeFolder.write(to: folder[name], replacing: false, marker: "file") { _ in }
        #expect(folder.contents == [name])
    }
}

/// What a program that was killed, or another one that still runs, has beside a destination.
@Suite("What is beside a folder that is written")
struct LeftoverTests {
    let folder = TemporaryFolder()

    private func leave(_ name: String) throws {
        try FileManager.default.createDirectory(at: folder[name], withIntermediateDirectories: true)
        try folder.write("names", to: name + "/names")
    }

    private func write(replacing: Bool = true) throws {
        try WholeFolder.write(to: folder["out"], replacing: replacing, marker: "file") { partial in
            try Data("new".utf8).write(to: partial.appendingPathComponent("file"))
        }
    }

    @Test("is removed where its maker was killed")
    func killed() throws {
        try leave(".out.partial-0123456789abcdef")
        try write()
        #expect(folder.contents == ["out", "out/file"])
        try leave(".a.csv.partial-0123456789abcdef")
        try WholeFile.write("new", to: folder["a.csv"])
        #expect(folder.contents == ["a.csv", "out", "out/file"])
    }

    @Test("stays where its maker lives")
    func living() throws {
        try leave(".out.partial-0123456789abcdef")
        let maker = open(folder[".out.partial-0123456789abcdef"].path, O_RDONLY)
        defer { close(maker) }
        #expect(flock(maker, LOCK_EX) == 0)
        try write()
        #expect(folder.contents.contains(".out.partial-0123456789abcdef/names"))
    }

    @Test("stays where it is another's: of another destination, of another name, or a link")
    func others() throws {
        try leave(".other.partial-0123456789abcdef")
        try leave(".out.partial-4711")
        try leave("elsewhere")
        try FileManager.default.createSymbolicLink(
            atPath: folder[".out.partial-fedcba9876543210"].path, withDestinationPath: "elsewhere")
        let before = folder.contents
        try write()
        #expect(folder.contents == (before + ["out", "out/file"]).sorted())
    }

    @Test("is brought back where it was replaced and its replacement never came")
    func betweenTwoSteps() throws {
        try leave(".out.partial-0123456789abcdef/replaced")
        try folder.write("old", to: ".out.partial-0123456789abcdef/replaced/file")
        #expect(throws: FileError.self) { try write(replacing: false) }
        #expect(try folder.text(of: "out/file") == "old")
        #expect(folder.contents == ["out", "out/file", "out/names"])
        try write()
        #expect(folder.contents == ["out", "out/file"])
    }

    @Test("does not matter to several that write at once: the last one stays")
    func atOnce() throws {
        let first = try WholeFile(at: folder["out"]), second = try WholeFile(at: folder["out"])
        try first.write("first")
        try second.write("second")
        try second.finish()
        #expect(try folder.text(of: "out") == "second")
        try first.finish()
        #expect(try folder.text(of: "out") == "first")
        #expect(folder.contents == ["out"])
    }
}
