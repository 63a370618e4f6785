/// What a chunk says of the records in it, in its first 512 bytes.
///
/// A log that is being written, or was not closed, has headers that lag behind the records.
struct ChunkHeader {
    /// The bytes of a header.
    static let size = 512

    /// Where the room behind the last record begins.
    let freeOffset: Int
    /// How many records there are, by the numbers of the first and the last in the log.
    let recordCount: Int
    /// Whether the header's own checksum is right.
    let isIntact: Bool
    private let recordSum: UInt32

    /// Whether the header, which can be believed, says that there are no records.
    var saysEmpty: Bool { isIntact && recordCount == 0 && freeOffset == Self.size }

    /// The header of a chunk; nil where it does not begin as one.
    init?(of chunk: Chunk) {
        guard chunk.count >= Self.size, chunk.number(at: 0, as: UInt64.self) == Chunk.signature,
            let first = chunk.number(at: 8, as: UInt64.self), let last = chunk.number(at: 16, as: UInt64.self),
            let free = chunk.number(at: 48, as: UInt32.self), let recordSum = chunk.number(at: 52, as: UInt32.self),
            let ownSum = chunk.number(at: 124, as: UInt32.self)
        else { return nil }
        // Of an empty chunk the first number is greater, or both mean nothing.
        recordCount = last >= first && last - first < Self.mostRecords ? Int(last - first) + 1 : 0
        isIntact = ownSum == chunk.checksum(0..<120, 128..<Self.size)
        freeOffset = (Self.size...chunk.count).contains(Int(free)) ? Int(free) : chunk.count
        self.recordSum = recordSum
    }

    /// Whether the checksum of the records is right.
    func hasIntactRecords(in chunk: Chunk) -> Bool { recordSum == chunk.checksum(Self.size..<freeOffset) }

    /// As many of the shortest records as a chunk has room for.
    private static let mostRecords = UInt64(Chunk.size / RecordPlace.shortest)
}
