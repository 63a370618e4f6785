import Foundation

/// The lines of a byte stream, read one after another.
public struct LineScanner: ~Copyable {
    /// What stands next in the stream.
    public enum Line {
        /// A line without its line end; the bytes are valid until the next line is asked for.
        case line(UnsafeBufferPointer<UInt8>)
        /// A line that exceeds the limit and was passed over.
        case tooLong
        /// There is no further line.
        case end
    }

    private var window: ByteWindow
    private let limit: Int
    private var consumed = 0
    /// The number of the line that was scanned last, counted from one.
    public private(set) var number = 0

    /// Where the stream begins.
    private let start: Int64

    /// The offset at which the next line begins.
    public var position: Int64 { start + window.position + Int64(consumed) }

    /// - Parameters:
    ///   - stream: is read from where it stands.
    ///   - limit: the length of the longest line, in bytes.
    ///   - start: the offset of the stream's first byte.
    public init(_ stream: ByteStream, limit: Int, from start: Int64 = 0) {
        window = ByteWindow(stream)
        self.start = start
        self.limit = limit
    }

    /// The next line.
    ///
    /// - Throws: ``DamagedInput`` where the stream breaks off, and what else reading it throws.
    public mutating func next() throws -> Line {
        window.consume(consumed)
        consumed = 0
        number += 1
        var scanned = 0
        var isTooLong = false
        while true {
            let bytes = window.bytes
            if let base = bytes.baseAddress,
                let found = memchr(base + scanned, Int32(UInt8(ascii: "\n")), bytes.count - scanned)
            {
                let length = base.distance(to: found.assumingMemoryBound(to: UInt8.self))
                consumed = length + 1
                return isTooLong || length > limit ? .tooLong : .line(Self.trimmed(bytes, length))
            }
            scanned = bytes.count
            if isTooLong || scanned > limit {
                isTooLong = true
                window.consume(scanned)
                scanned = 0
            }
            if try !window.fill() {
                let rest = window.bytes
                consumed = rest.count
                if isTooLong { return .tooLong }
                return rest.isEmpty ? .end : .line(Self.trimmed(rest, rest.count))
            }
        }
    }

    /// Skips a line without counting it; of a line that ends beyond `length` bytes, what has been read by then.
    ///
    /// - Throws: as ``next()``.
    public mutating func skip(atMost length: Int64) throws {
        while consumed == 0 {
            let bytes = window.bytes
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                consumed = end + 1
            } else {
                window.consume(bytes.count)
                if window.position >= length { return }
                if try !window.fill() { return }
            }
        }
    }

    private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>, _ length: Int) -> UnsafeBufferPointer<UInt8> {
        let ending = length > 0 && bytes[length - 1] == UInt8(ascii: "\r") ? 1 : 0
        return UnsafeBufferPointer(rebasing: bytes[..<(length - ending)])
    }
}
