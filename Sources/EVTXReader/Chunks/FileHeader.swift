import CChecksum

/// What an event log says of itself in its first block. A log that is being written has a header that lags behind.
struct FileHeader {
    /// The bytes of the block, behind which the first chunk begins.
    static let size = 4096

    /// How many chunks there are.
    let chunkCount: Int
    /// The number of the record that is written next.
    let nextRecordNumber: UInt64
    /// Whether the header's checksum is right.
    let isIntact: Bool

    /// - Parameter bytes: the beginning of the log.
    init(_ bytes: [UInt8]) {
        let number = { (offset: Int, length: Int) in
            bytes.dropFirst(offset).prefix(length).reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        let count = number(42, 2), last = number(16, 8)
        // The count has two bytes. A log of more chunks has 4 GiB, and still tells which chunk is the last.
        chunkCount = Self.largeNumbers.contains(last) ? last + 1 : count
        nextRecordNumber = UInt64(bitPattern: Int64(number(24, 8)))
        isIntact = bytes.count >= 128 && number(124, 4) == Int(accesslab_crc32(0, bytes, 120))
    }

    private static let largeNumbers = 0xFFFF..<1 << 40
}
