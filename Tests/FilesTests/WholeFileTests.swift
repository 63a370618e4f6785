import Files
import Foundation
import Testing
import TestSupport

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

    @Test("keeps the mode of what it replaces; a new one is as open as the umask lets any file be")
    func keptRights() throws {
        close(open(folder["any"].path, O_WRONLY | O_CREAT, 0o666))
        try WholeFile.write("new", to: folder["out"])
        #expect(rights(of: folder["out"]) == rights(of: folder["any"]))
        for mode: mode_t in [0o600, 0o640, 0o444] {
            #expect(chmod(folder["out"].path, mode) == 0)
            try WholeFile.write("newer", to: folder["out"])
            #expect(rights(of: folder["out"]) == mode)
        }
    }

    @Test("is the file to which a link leads, and the link stays", arguments: [true, false])
    func link(isThere: Bool) throws {
        try FileManager.default.createDirectory(at: folder["far"], withIntermediateDirectories: true)
        if isThere { try folder.write("old", to: "far/file") }
        try FileManager.default.createSymbolicLink(atPath: folder["far/link"].path, withDestinationPath: "file")
        try FileManager.default.createSymbolicLink(atPath: folder["out"].path, withDestinationPath: "far/link")
        try WholeFile.write("new", to: folder["out"])
        #expect(try folder.text(of: "far/file") == "new")
        #expect(folder.contents == ["far", "far/file", "far/link", "out"])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder["out"].path) == "far/link")
    }

    @Test(
        "goes to nothing that somebody else has put into a folder where everybody may write",
        .enabled(if: geteuid() == 0, "only the superuser can make what belongs to somebody else"))
    func planted() throws {
        try FileManager.default.createDirectory(at: folder["shared"], withIntermediateDirectories: true)
        #expect(chmod(folder["shared"].path, 0o1777) == 0)
        try folder.write("", to: "shared/file")
        #expect(mkfifo(folder["shared/pipe"].path, 0o666) == 0)
        try FileManager.default.createSymbolicLink(atPath: folder["shared/link"].path, withDestinationPath: "../loot")
        for name in ["file", "pipe", "link"] {
            let planted = folder["shared/" + name]
            #expect(lchown(planted.path, 4711, 4711) == 0)
            #expect(message { try WholeFile.write("new", to: planted) }?.contains("belongs to somebody else") == true)
            #expect(throws: FileError.self) {
                try WholeFolder.write(to: planted, replacing: true, marker: "file") { _ in }
            }
        }
        #expect(folder.contents == ["shared", "shared/file", "shared/link", "shared/pipe"])
        #expect(try folder.text(of: "shared/file") == "")
    }

    @Test("lies in the folder to which a link leads, as a folder does")
    func folderLink() throws {
        try FileManager.default.createDirectory(at: folder["far"], withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: folder["near"].path, withDestinationPath: "far")
        for text in ["new", "newer"] { try WholeFile.write(text, to: folder["near/file"]) }
        try WholeFolder.write(to: folder["near/out"], replacing: true, marker: "file") { _ in }
        #expect(folder.contents.filter { $0.hasPrefix("far") } == ["far", "far/file", "far/out"])
        #expect(try folder.text(of: "far/file") == "newer")
    }

    @Test("that is a circle of links is refused")
    func circle() throws {
        try FileManager.default.createSymbolicLink(atPath: folder["out"].path, withDestinationPath: "out")
        #expect(throws: FileError.self) { try WholeFile(at: folder["out"]) }
    }

    @Test("goes to the reader of a pipe, which stays a pipe")
    func pipe() throws {
        #expect(mkfifo(folder["out"].path, 0o600) == 0)
        let reader = open(folder["out"].path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try WholeFile.write("new", to: folder["out"])
        var bytes = [UInt8](repeating: 0, count: 10)
        let count = read(reader, &bytes, bytes.count)
        #expect(bytes.prefix(max(0, count)).elementsEqual("new".utf8))
        #expect(folder.contents == ["out"])
        #expect(kind(of: folder["out"]) == S_IFIFO)
    }

    @Test("goes to a device, which stays what it is, and so does a link to it")
    func device() throws {
        try FileManager.default.createSymbolicLink(atPath: folder["out"].path, withDestinationPath: "/dev/null")
        try WholeFile.write("new", to: folder["out"])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder["out"].path) == "/dev/null")
        #expect(kind(of: URL(filePath: "/dev/null")) == S_IFCHR)
        #expect(folder.contents == ["out"])
    }

    @Test("goes behind what was written before to a descriptor of the program, such as /dev/stdout")
    func descriptor() throws {
        try folder.write("before\n", to: "log")
        let log = open(folder["log"].path, O_WRONLY | O_APPEND)
        defer { close(log) }
        try FileManager.default.createSymbolicLink(
            atPath: folder["out"].path, withDestinationPath: "/proc/self/fd/\(log)")
        for path in [folder["out"].path, "/dev/fd/\(log)"] { try WholeFile.write("new\n", to: URL(filePath: path)) }
        #expect(try folder.text(of: "log") == "before\nnew\nnew\n")
        #expect(folder.contents == ["log", "out"])
    }

    @Test("cannot take the place of a folder or a socket, and says so")
    func noFile() throws {
        try SpecialFile.socket.make(at: folder["socket"])
        try FileManager.default.createDirectory(at: folder["folder"], withIntermediateDirectories: true)
        for name in ["socket", "folder"] {
            let sentence = try #require(message { try WholeFile(at: folder[name]) })
            #expect(sentence.contains(folder[name].path))
        }
        #expect(folder.contents == ["folder", "socket"])
    }

    @Test(
        "in a folder where nothing can be made is refused, though the file could be written",
        .enabled(if: geteuid() != 0, "the superuser may make files everywhere"))
    func lockedFolder() throws {
        try FileManager.default.createDirectory(at: folder["locked"], withIntermediateDirectories: true)
        try folder.write("old", to: "locked/out")
        #expect(chmod(folder["locked"].path, 0o555) == 0)
        defer { chmod(folder["locked"].path, 0o755) }
        let sentence = try #require(message { try WholeFile(at: folder["locked/out"]) })
        #expect(sentence.contains("replaced as a whole"))
        #expect(try folder.text(of: "locked/out") == "old")
    }
}

/// The rights of a file or folder.
func rights(of url: URL) -> mode_t? {
    var status = stat()
    return lstat(url.path, &status) == 0 ? status.st_mode & 0o7777 : nil
}

/// What a path names: `S_IFREG` and the like.
func kind(of url: URL) -> mode_t? {
    var status = stat()
    return lstat(url.path, &status) == 0 ? status.st_mode & S_IFMT : nil
}
