import Files
import Foundation
import Testing
import TestSupport

@Suite("A small file that is read as a whole")
struct ReadableFileTests {
    let folder = TemporaryFolder()

    @Test("is its text, up to the limit")
    func text() throws {
        try folder.write("Zoë\n", to: "a")
        try folder.write("", to: "empty")
        #expect(try ReadableFile.text(at: folder["a"], limit: 5) == "Zoë\n")
        #expect(try ReadableFile.text(at: folder["empty"], limit: 0) == "")
        #expect(
            message { try ReadableFile.text(at: folder["a"], limit: 4) }
                == "\(folder["a"].path) cannot be read: it is larger than 4 bytes")
    }

    @Test("may tell no size, as those of the system do, and is limited nevertheless")
    func system() throws {
        let status = URL(filePath: "/proc/self/status")
        #expect(try ReadableFile.text(at: status, limit: 1 << 20).contains("Name:"))
        #expect(throws: FileError.self) { try ReadableFile.text(at: status, limit: 10) }
    }

    @Test("is nothing where it is missing, which is not the same as a file that cannot be read")
    func missing() throws {
        try folder.write("a", to: "file")
        try Data([0x61, 0x0A, 0xE9]).write(to: folder["latin"])
        #expect(try ReadableFile.text(ifAt: folder["none"], limit: 10) == nil)
        #expect(try ReadableFile.text(ifAt: folder["file/none"], limit: 10) == nil)
        #expect(
            message { try ReadableFile.text(ifAt: folder["latin"], limit: 10) }
                == "\(folder["latin"].path) cannot be read: line 2 is not UTF-8; save it as UTF-8")
        #expect(message { try ReadableFile.text(ifAt: folder.url, limit: 10) }?.hasSuffix("it is a folder") == true)
        #expect(
            message { try ReadableFile.text(at: folder["none"], limit: 10) }?.hasSuffix("No such file or directory")
                == true)
    }

    @Test("is no pipe, device or socket: none is waited for", .timeLimit(.minutes(1)), arguments: SpecialFile.allCases)
    func special(_ kind: SpecialFile) throws {
        try kind.make(at: folder["special"])
        #expect(
            message { try ReadableFile.text(ifAt: folder["special"], limit: 10) }?
                .hasSuffix("it is no file but a pipe, a device or a socket") == true)
    }
}
