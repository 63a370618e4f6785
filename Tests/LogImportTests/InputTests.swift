@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("Inputs")
struct InputTests {
    @Test("- is standard input, anything else a path")
    func arguments() {
        #expect(InputPath(argument: "-") == .standardInput)
        #expect(InputPath(argument: "./-") == .path("./-"))
    }

    @Test("folders are read with everything in them, sorted, without hidden files and pipes")
    func folders() throws {
        let logs = try Logs()
        for name in ["b/2", "b/1", "a", "c", ".git/x", "b/.x"] { try logs.write(name, nxlog()) }
        #expect(mkfifo(logs.folder + "/b/pipe", 0o600) == 0)
        let imported = try Imported([.path(logs.folder)])
        #expect(imported.summary.files.map(\.name) == ["a", "b/1", "b/2", "c"].map { logs.folder + "/" + $0 })
    }

    @Test("a missing input is named")
    func missing() throws {
        let error = try #require(throws: FileError.self) { try Imported([.path("no/such/file")]) }
        #expect(error.description == "no/such/file: there is no such file or folder.")
    }

    @Test("a file of no known format is named, with what was seen and what to do")
    func unknown() throws {
        let table = try #require(throws: FileError.self) { try Imported(text: "who,where\na,b\n") }
        #expect(table.sentence.contains("\"who,where\"") && table.sentence.contains("--columns user="))
        let binary = try #require(throws: FileError.self) { try Imported(bytes: [0x7F, 0x45, 0x4C, 0x46, 0]) }
        #expect(binary.sentence.contains("byte 5 is zero") && binary.sentence.contains("7f 45 4c 46 00"))
        let unmarked: [UInt8] = "who,where\na,b\n".utf8.flatMap { [$0, 0] }
        for bytes in [unmarked, [0] + Array(unmarked.dropLast())] {
            let wide = try #require(throws: FileError.self) { try Imported(bytes: bytes) }
            #expect(wide.sentence.contains("UTF-16 without a byte order mark"))
        }
    }

    @Test("a file of no known format in a folder is passed over and listed, but not in strict mode")
    func unknownInFolder() throws {
        let logs = try Logs()
        try logs.write("notes.txt", "who,where\na,b\n")
        try logs.write("log", nxlog())
        let imported = try Imported([.path(logs.folder)])
        #expect(imported.summary.unrecognized == [logs.folder + "/notes.txt"])
        #expect(imported.summary.files.map(\.name) == [logs.folder + "/log"])
        #expect(throws: FileError.self) { try Imported([.path(logs.folder)]) { $0.options.strict = true } }
    }

    @Test("an empty file is listed and no error")
    func empty() throws {
        let imported = try Imported(text: "")
        #expect(imported.summary.files.map(\.records) == [0])
        #expect(imported.summary.files.first?.format == nil)
    }

    @Test("a pipe is read like a file, compressed or not")
    func pipe() throws {
        let logs = try Logs()
        try logs.write("a", nxlog() + nxlog())
        try logs.run("sh", "-c", "mkfifo a-pipe b-pipe; gzip < a > b")
        for name in ["a", "b"] {
            let bytes = Data(try logs.bytes(of: name))
            let pipe = URL(fileURLWithPath: logs.folder + "/\(name)-pipe")
            Thread.detachNewThread {
                // Opening waits for the reader.
                try? FileHandle(forWritingTo: pipe).write(contentsOf: bytes)
            }
        }
        let imported = try Imported(["a-pipe", "b-pipe"].map { .path(logs.folder + "/" + $0) })
        #expect(imported.summary.files.map(\.records) == [2, 2])
    }

    @Test("a log that needs a file of its own gets one, whatever it came from")
    func temporaryFile() throws {
        let bytes = [UInt8]((0..<300_000).map { UInt8($0 % 251) })
        var limits = InputLimits()
        let source = { try InputSource(name: "x", bytes: ByteStream(bytes), path: nil, limits: limits) }
        let copy = try source().withFile { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) }
        #expect(copy == bytes)
        limits.temporaryFileBytes = 1000
        #expect(throws: FileError.self) { try source().withFile { _ in } }
    }

    @Test("a log that breaks off on its way to a temporary file is read as far as it goes")
    func damagedTemporaryFile() throws {
        var parts: [[UInt8]] = [Array("one\n".utf8)]
        let stream = ByteStream { buffer in
            guard !parts.isEmpty else { throw DamagedInput(reason: "cut") }
            let part = parts.removeFirst()
            buffer.copyBytes(from: part)
            return part.count
        }
        let source = try InputSource(name: "x", bytes: stream, path: nil, limits: InputLimits())
        var text = ""
        #expect(throws: DamagedInput(reason: "cut")) {
            try source.withFile { text = try String(contentsOfFile: $0, encoding: .utf8) }
        }
        #expect(text == "one\n")
    }

    @Test("progress counts every byte, and can end the import")
    func progress() throws {
        let logs = try Logs()
        let text = String(repeating: nxlog(), count: 5000)
        let input = try logs.write("a", text)
        var seen: [ReadingProgress] = []
        let importer = LogImporter(readers: .text)
        _ = try importer.run(
            [input],
            progress: {
                seen.append($0); return true
            }
        ) { _ in }
        #expect(seen.first?.bytesTotal == Int64(text.utf8.count))
        #expect(seen.allSatisfy { $0.bytesRead <= Int64(text.utf8.count) && $0.file == input.name })
        #expect(throws: CancellationError.self) {
            try importer.run([input], progress: { _ in false }) { _ in }
        }
    }

    @Test("an error of the one who takes the accesses ends the import")
    func handlerError() throws {
        struct Enough: Error {}
        let logs = try Logs()
        let input = try logs.write("a", nxlog())
        #expect(throws: Enough.self) { try LogImporter(readers: .text).run([input]) { _ in throw Enough() } }
    }
}
