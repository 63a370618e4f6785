import Foundation

extension Chunk {
    /// The bytes before the next chunk, where that does not begin where it should: bytes were added to the log or taken
    /// away. All bytes where none is found.
    var beforeNextHeader: Chunk {
        var position = 1
        while let base = bytes.baseAddress, position < count,
            let found = memchr(base + position, Int32(UInt8(ascii: "E")), count - position)
        {
            position = base.distance(to: UnsafeRawPointer(found))
            if isHeader(at: position) { return Chunk(bytes: UnsafeRawBufferPointer(rebasing: bytes[..<position])) }
            position += 1
        }
        return self
    }

    /// Whether a chunk's header begins at an offset, as far as the bytes tell.
    private func isHeader(at offset: Int) -> Bool {
        guard number(at: offset, as: UInt64.self) == Self.signature else { return false }
        guard count - offset >= ChunkHeader.size else { return true }
        return ChunkHeader(of: Chunk(bytes: slice(offset..<count)))?.isIntact ?? false
    }
}
