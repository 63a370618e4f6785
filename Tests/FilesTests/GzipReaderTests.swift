@testable import Files
import Foundation
import TestSupport
import Testing

/// What the tools of the system compress is what is read, and what they refuse is damaged.
@Suite("gzip files", .timeLimit(.minutes(1)))
struct GzipReaderTests {
    /// What Python's own reader makes of it.
    private static let writer = """
        import gzip, sys, random
        random.seed(3)
        pieces = [bytes(random.choices(b"abcdef\\n", k=n)) for n in (0, 1, 70, 5000, 0, 300000, 2, 66000)]
        open("text", "wb").write(b"".join(pieces))
        open("members.gz", "wb").write(b"".join(gzip.compress(p, level) for p, level in zip(pieces, (0, 1, 6, 9, 9, 2, 0, 5))))
        open("many.gz", "wb").write(b"".join(gzip.compress(b"%d\\n" % n) for n in range(3000)))
        with open("named.gz", "wb") as f, gzip.GzipFile("a name, " * 20, "wb", fileobj=f) as z: z.write(pieces[5])
        """

    private let folder: TemporaryFolder

    init() throws {
        folder = TemporaryFolder()
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = ["python3", "-c", Self.writer]
        python.currentDirectoryURL = folder.url
        try python.run()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
    }

    private func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder[name])) }

    /// The content, and what is wrong at its end.
    private func content(
        of file: [UInt8], source: Int = 1 << 20, buffer: Int = 1 << 16, limits: InputLimits = InputLimits()
    ) throws -> (bytes: [UInt8], damage: String?) {
        var position = 0
        let stream = ByteStream { room in
            let count = min(room.count, source, file.count - position)
            room.copyBytes(from: file[position..<position + count])
            position += count
            return count
        }
        let reader = GzipReader(name: "log.gz", stream: stream, limits: limits, meter: .silent, outermostBytes: nil)
        let content = reader.content
        var bytes: [UInt8] = []
        while true {
            do {
                let more = try [UInt8](unsafeUninitializedCapacity: buffer) { room, count in
                    count = try content.read(into: UnsafeMutableRawBufferPointer(room))
                }
                if more.isEmpty { return (bytes, nil) }
                bytes += more
            } catch let damage as DamagedInput {
                return (bytes, damage.reason)
            }
        }
    }

    @Test(
        "are read whole, whatever the size of the pieces in which they come and go",
        arguments: [1, 2, 3, 7, 100, 1 << 16], [1, 5, 1000, 1 << 20])
    func whole(source: Int, buffer: Int) throws {
        // Every byte one by one takes its time.
        let names = source < 100 && buffer < 1000 ? ["many.gz"] : ["members.gz", "named.gz", "many.gz"]
        for name in names {
            let found = try content(of: bytes(name), source: source, buffer: buffer)
            #expect(found.damage == nil)
            switch name {
            case "members.gz": #expect(found.bytes == (try bytes("text")))
            case "many.gz": #expect(found.bytes == Array((0..<3000).map { "\($0)\n" }.joined().utf8))
            default: #expect(found.bytes.count == 300_000)
            }
        }
    }

    @Test("that are cut give what comes before the cut, and say so")
    func cut() throws {
        let file = try bytes("named.gz"), text = try content(of: file).bytes
        for length in stride(from: 3, to: file.count, by: 997) + [file.count - 1, file.count - 8, file.count - 9] {
            let found = try content(of: Array(file[..<length]))
            #expect(found.damage == "the compressed data end too early")
            #expect(text.starts(with: found.bytes))
        }
    }

    @Test("whose checksum or size is wrong are damaged, behind their last byte")
    func checksums() throws {
        var file = try bytes("named.gz")
        let text = try content(of: file).bytes
        for place in [file.count - 8, file.count - 1] {
            file[place] ^= 1
            let found = try content(of: file)
            #expect(found.bytes == text && found.damage == "the checksum of the compressed data is wrong")
            file[place] ^= 1
        }
    }

    @Test("may be followed by zeros, and by nothing else")
    func padding() throws {
        let file = try bytes("many.gz")
        #expect(try content(of: file + [UInt8](repeating: 0, count: 100_000)).damage == nil)
        for rest in [[1], [0, 0, 1], [0x1F], [0x1F, 0x8B], [UInt8](repeating: 0, count: 70_000) + [7]] as [[UInt8]] {
            #expect(
                try content(of: file + rest, source: 50).damage
                    == "what follows the end of the archive is no part of it")
        }
    }

    @Test("with any byte changed end, with damage or with other text")
    func changed() throws {
        let file = try bytes("members.gz")
        var damaged = 0
        for place in stride(from: 3, to: file.count, by: 1499) {
            var changed = file
            changed[place] ^= 0x55
            if try content(of: changed).damage != nil { damaged += 1 }
        }
        #expect(damaged > 20)
    }

    @Test("that expand beyond measure are not read any further")
    func bomb() throws {
        let zeros = folder["zeros"]
        try Data(count: 4 << 20).write(to: zeros)
        let gzip = Process()
        gzip.executableURL = URL(filePath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-9", zeros.path]
        try gzip.run()
        gzip.waitUntilExit()
        var limits = InputLimits()
        (limits.expansion, limits.expansionFreeBytes) = (100, 1000)
        let bomb = try bytes("zeros.gz")
        #expect(throws: FileError.self) { try content(of: bomb, limits: limits) }
    }
}
