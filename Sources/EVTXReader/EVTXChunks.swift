import Foundation

/// What the chunks of a binary event log say of the records in them, by their headers.
///
/// A record whose length was changed hides those behind it in its chunk, and libevtx does not say so: the header of the
/// chunk does. Format: https://github.com/libyal/libevtx/blob/main/documentation, chunks of 64 KiB behind a header of
/// 4 KiB.
enum EVTXChunks {
    private static let firstOffset = 4096
    private static let size = 65_536
    private static let signature = Array("ElfChnk\0".utf8)
    /// As many of the shortest records as a chunk has room for.
    private static let mostRecords: UInt64 = 65_536 / 24

    /// How many records there are at least, by the numbers of the first and the last of each chunk; nil where the file
    /// cannot be read. The header of a chunk that is being written may lag behind.
    static func recordCount(ofFile path: String) -> Int? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var count = 0, offset = firstOffset
        var header = [UInt8](repeating: 0, count: 24)
        while pread(file, &header, header.count, off_t(offset)) == header.count {
            offset += size
            guard header.starts(with: signature) else { continue }
            let first = number(header[8..<16]), last = number(header[16..<24])
            // The numbers of an empty chunk mean nothing.
            guard last >= first, last - first < mostRecords else { continue }
            count += Int(last - first) + 1
        }
        return count
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
