import CChecksum

/// What an event log says of itself in its first block. A log that is being written has a header that lags behind.
struct FileHeader {
    /// The bytes of the block, behind which the first chunk begins.
    static let size = 4096

    /// How many chunks there are; modulo 65,536.
    let chunkCount: Int
    /// Whether the log was not closed.
    let isDirty: Bool
    /// Whether the header's checksum is right.
    let isIntact: Bool

    /// - Parameter bytes: the beginning of the log.
    init(_ bytes: [UInt8]) {
        let number = { (offset: Int, length: Int) in
            bytes.dropFirst(offset).prefix(length).reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        chunkCount = number(42, 2)
        isDirty = number(120, 1) & 1 == 1
        isIntact = bytes.count >= 128 && number(124, 4) == Int(accesslab_crc32(0, bytes, 120))
    }
}
