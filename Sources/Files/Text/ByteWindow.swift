import CSimdJSON

/// The part of a byte stream that a scanner looks at: it grows at its end and is consumed from its start.
package struct ByteWindow: ~Copyable {
    private let stream: ByteStream
    private var storage: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var start = 0
    private var end = 0
    private var hasEnded = false
    /// How many bytes of the stream have been consumed.
    package private(set) var position: Int64 = 0

    /// Bytes behind the window that may be read, whatever they hold: parsers read in wide steps.
    private static let padding = Int(ACCESSLAB_JSON_PADDING)
    /// Small enough that the allocator reuses the memory of freed windows.
    private static let chunk = 1 << 15

    package init(_ stream: ByteStream) {
        self.stream = stream
        capacity = 2 * Self.chunk
        storage = .allocate(capacity: capacity + Self.padding)
    }

    deinit {
        storage.deallocate()
    }

    /// The bytes in the window; valid until the next ``fill()``.
    package var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: storage + start, count: end - start)
    }

    /// Reads more bytes behind those in the window.
    ///
    /// - Returns: whether there were any.
    package mutating func fill() throws -> Bool {
        if hasEnded { return false }
        if capacity - end < Self.chunk { makeRoom() }
        let room = UnsafeMutableRawBufferPointer(start: storage + end, count: capacity - end)
        let count = try stream.read(into: room)
        end += count
        hasEnded = count == 0
        return !hasEnded
    }

    /// Takes bytes away from the start of the window.
    package mutating func consume(_ count: Int) {
        start += count
        position += Int64(count)
    }

    private mutating func makeRoom() {
        let count = end - start
        if count > capacity / 2 {
            capacity *= 2
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Self.padding)
            larger.update(from: storage + start, count: count)
            storage.deallocate()
            storage = larger
        } else {
            storage.update(from: storage + start, count: count)
        }
        start = 0
        end = count
    }
}
