/// Logs in UTF-16, as PowerShell and older Windows tools write them, as UTF-8.
package enum UTF16Decoder {
    /// The log as UTF-8; nil where its byte order mark does not say UTF-16.
    package static func utf8(of stream: ByteStream, head: [UInt8]) -> ByteStream? {
        let bigEndian = head.starts(with: [0xFE, 0xFF])
        guard bigEndian || head.starts(with: [0xFF, 0xFE]) else { return nil }
        stream.skip(2)

        var input: [UInt8] = []
        var output: [UInt8] = []
        var position = 0
        return ByteStream { buffer in
            while position == output.count {
                guard try fill(&input, from: stream) else { return 0 }
                output = decoded(&input, bigEndian: bigEndian)
                position = 0
            }
            let count = min(buffer.count, output.count - position)
            buffer.copyBytes(from: output[position..<position + count])
            position += count
            return count
        }
    }

    /// Appends a chunk to what is left of the last one. A byte that is left at the end of the log is dropped.
    private static func fill(_ input: inout [UInt8], from stream: ByteStream) throws -> Bool {
        let chunk = try [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            count = try stream.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        input += chunk
        return !chunk.isEmpty
    }

    /// Decodes whole characters and leaves the beginning of one that is cut. Half a surrogate pair becomes U+FFFD.
    private static func decoded(_ input: inout [UInt8], bigEndian: Bool) -> [UInt8] {
        var units = stride(from: 0, to: input.count - 1, by: 2).map { index -> UInt16 in
            let high = UInt16(input[bigEndian ? index : index + 1])
            let low = UInt16(input[bigEndian ? index + 1 : index])
            return high << 8 | low
        }
        if let last = units.last, UTF16.isLeadSurrogate(last) { units.removeLast() }
        input.removeFirst(units.count * 2)
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}
