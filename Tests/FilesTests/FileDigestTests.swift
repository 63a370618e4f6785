import Files
import Foundation
import Testing
import TestSupport

/// The examples of NIST for SHA-256 (FIPS 180-4, "SHA Examples and Test Vectors").
@Suite("A digest of a file")
struct FileDigestTests {
    @Test(
        "is the one that NIST prints",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func isKnown(text: String, digest: String) throws {
        #expect(try FileDigest.sha256(ofText: text) == digest)
        #expect(try FileDigest.sha256(of: Array(text.utf8)) == digest)
    }

    @Test("covers all pieces of a large file: a million letters a, three times over")
    func isWhole() throws {
        let folder = TemporaryFolder()
        let letters = Data(repeating: UInt8(ascii: "a"), count: 1_000_000)
        try letters.write(to: folder["one"])
        try (letters + letters + letters).write(to: folder["three"])
        #expect(
            try FileDigest.sha256(of: folder["one"])
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        #expect(
            try FileDigest.sha256(of: folder["three"])
                == (try FileDigest.sha256(of: letters + letters + letters)))
    }

    @Test("can be interrupted half-way")
    func isInterrupted() throws {
        let folder = TemporaryFolder()
        try Data(count: 3 << 20).write(to: folder["zeros"])
        var asked = 0
        #expect(throws: CancellationError.self) {
            try FileDigest.sha256(of: folder["zeros"]) {
                asked += 1
                return asked == 2
            }
        }
    }

    @Test("of a pipe or a device is refused, not waited for", .timeLimit(.minutes(1)))
    func isOfPlainFilesOnly() throws {
        let folder = TemporaryFolder()
        #expect(mkfifo(folder["pipe"].path, 0o600) == 0)
        try FileManager.default.createSymbolicLink(at: folder["zero"], withDestinationURL: URL(filePath: "/dev/zero"))
        for name in ["pipe", "zero"] {
            #expect(throws: FileError.self) { try FileDigest.sha256(of: folder[name]) }
        }
    }
}
