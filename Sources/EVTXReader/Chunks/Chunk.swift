import CChecksum
import Foundation

/// A chunk of an event log in memory: 64 KiB, or less where the log is cut. All offsets within it come from the log, so
/// every read is checked.
struct Chunk {
    /// The bytes of a whole chunk.
    static let size = 1 << 16
    /// What a chunk begins with: `ElfChnk` and a zero.
    static let signature = UInt64(littleEndian: 0x006B_6E68_4366_6C45)

    let bytes: UnsafeRawBufferPointer

    /// - Parameter bytes: those of the chunk, and any that follow it.
    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.size))
    }

    var count: Int { bytes.count }

    /// The number at an offset; nil where the chunk ends before.
    @inline(__always)
    func number<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: Number.Type) -> Number? {
        guard offset >= 0, offset <= bytes.count - MemoryLayout<Number>.size else { return nil }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    /// The number at an offset.
    ///
    /// - Throws: ``RecordFault/cutOff`` where the chunk ends before.
    @inline(__always)
    func require<Number: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int, as type: Number.Type
    ) throws(RecordFault) -> Number {
        guard let number = number(at: offset, as: type) else { throw .cutOff }
        return number
    }

    /// The bytes within a range of offsets; none where the chunk ends before.
    func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            return UnsafeRawBufferPointer(rebasing: bytes[..<0])
        }
        return UnsafeRawBufferPointer(rebasing: bytes[range])
    }

    /// The CRC-32 of the bytes within ranges of offsets, one after the other.
    func checksum(_ ranges: Range<Int>...) -> UInt32 {
        ranges.reduce(0) { sum, range in
            let bytes = slice(range)
            return accesslab_crc32(sum, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
        }
    }

    /// Whether all bytes are zero.
    var isZero: Bool {
        guard let base = bytes.baseAddress, count > 0 else { return true }
        // Each byte is compared with the one before it.
        return bytes[0] == 0 && memcmp(base, base + 1, count - 1) == 0
    }
}
