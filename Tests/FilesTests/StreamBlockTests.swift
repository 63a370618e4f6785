@testable import Files
import Foundation
import Testing

@Suite("Blocks of a stream", .timeLimit(.minutes(1)))
struct StreamBlockTests {
    private func blocks(of stream: ByteStream, size: Int) throws -> [(block: StreamBlock, isLast: Bool)] {
        var blocks: [(StreamBlock, Bool)] = []
        try StreamBlock.cut(stream, size: size) { blocks.append(($0, $1)) }
        return blocks
    }

    private func text(_ stream: ByteStream) throws -> String {
        var bytes: [UInt8] = []
        while true {
            let more = try [UInt8](unsafeUninitializedCapacity: 5) { buffer, count in
                count = try stream.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if more.isEmpty { return String(decoding: bytes, as: UTF8.self) }
            bytes += more
        }
    }

    @Test("hold the whole of it, and are read from any offset to its end", arguments: [1, 3, 7, 26, 100])
    func whole(size: Int) throws {
        let letters = "abcdefghijklmnopqrstuvwxyz"
        let blocks = try blocks(of: ByteStream(Array(letters.utf8)), size: size)
        #expect(blocks.map(\.isLast) == blocks.indices.map { $0 == blocks.count - 1 })
        #expect(blocks.count == (26 + size - 1) / size)
        for (block, _) in blocks {
            for offset in max(0, block.range.lowerBound - 1)..<26 {
                let stream = block.stream(from: offset, meter: .silent)
                #expect(try text(stream) == String(letters.dropFirst(Int(offset))))
            }
        }
    }

    @Test("are none where there are no bytes")
    func none() throws {
        #expect(try blocks(of: ByteStream([]), size: 4).isEmpty)
    }

    @Test("end as the stream ends: who reads to its end is told that it breaks off")
    func damaged() throws {
        var rest = Array("abcdefg".utf8)[...]
        let stream = ByteStream { buffer in
            guard let byte = rest.popFirst() else { throw DamagedInput(reason: "cut") }
            buffer[0] = byte
            return 1
        }
        let blocks = try blocks(of: stream, size: 3)
        #expect(blocks.map { $0.block.range.count } == [3, 3, 1])
        #expect(throws: DamagedInput.self) { try text(blocks[0].block.stream(from: 1, meter: .silent)) }
        let failing = ByteStream { _ in throw DamagedInput(reason: "cut") }
        #expect(throws: DamagedInput.self) { try self.blocks(of: failing, size: 3) }
    }

    @Test("leave nobody waiting where the cutting ends early")
    func abandoned() throws {
        struct Enough: Error {}
        var first: StreamBlock?
        #expect(throws: Enough.self) {
            try StreamBlock.cut(ByteStream(Array("abcdefghi".utf8)), size: 2) { block, _ in
                if first != nil { throw Enough() }
                first = block
            }
        }
        let block = try #require(first)
        #expect(throws: CancellationError.self) { try text(block.stream(from: 0, meter: .silent)) }
    }

    @Test("of text need not hold the middle of a line that is too long", arguments: [1, 2, 3, 5, 64])
    func shortened(buffer: Int) throws {
        let text = "ab\n" + String(repeating: "x", count: 1000) + "\ncd\n\n" + String(repeating: "y", count: 12) + "\ne"
        let bytes = Array(text.utf8)
        var position = 0
        let stream = ByteStream { room in
            let count = min(room.count, buffer, bytes.count - position)
            room.copyBytes(from: bytes[position..<position + count])
            position += count
            return count
        }
        let lines = try self.text(stream.shorteningLines(to: 20)).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 6)
        #expect([0, 2, 3, 4, 5].map { lines[$0] } == ["ab", "cd", "", "yyyyyyyyyyyy", "e"])
        #expect(21...21 + 2 * 64 ~= lines[1].count && lines[1].allSatisfy { $0 == "x" })
    }
}
