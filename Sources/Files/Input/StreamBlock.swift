import Foundation

/// A stretch of a stream, held in memory so that any thread can read it. Who reads beyond its end goes on in the block
/// that follows, and waits until that is there.
///
/// A block keeps those behind it alive, not those before it.
package final class StreamBlock: @unchecked Sendable {
    /// What stands behind a block.
    private enum Sequel {
        case block(StreamBlock)
        case end
        /// The stream breaks off, or cannot be read.
        case failure(any Error)
    }

    /// The offsets in the stream, in bytes, that the block holds.
    package let range: Range<Int64>
    private let bytes: [UInt8]
    /// The byte before the block: whether it ends a line has to be known.
    private let precedingByte: UInt8?
    private let condition = NSCondition()
    /// Nil until it is known; written once, with the lock held.
    private var sequel: Sequel?

    private init(_ bytes: [UInt8], from start: Int64, precedingByte: UInt8?) {
        self.bytes = bytes
        self.precedingByte = precedingByte
        range = start..<start + Int64(bytes.count)
    }

    /// Cuts a stream into blocks.
    ///
    /// - Parameters:
    ///   - size: the size of the blocks in bytes, at least one; the last may be smaller.
    ///   - take: takes one block after another; of a stream without bytes none.
    /// - Throws: what `take` throws, and `CancellationError` where the reading is ended. What else reading the stream
    ///   throws is met by those who read the last block to its end.
    package static func cut(
        _ stream: ByteStream, size: Int, take: (_ block: StreamBlock, _ isLast: Bool) throws -> Void
    ) throws {
        var held: StreamBlock?
        // Nobody is to wait for a block that will not come.
        defer { held?.precede(.failure(CancellationError())) }
        while true {
            let (bytes, failure) = filled(from: stream, size: size)
            if !bytes.isEmpty {
                let block = StreamBlock(bytes, from: held?.range.upperBound ?? 0, precedingByte: held?.bytes.last)
                if let before = held {
                    held = block
                    before.precede(.block(block))
                    try take(before, false)
                } else {
                    held = block
                }
            }
            if let cancellation = failure as? CancellationError { throw cancellation }
            guard failure != nil || bytes.isEmpty else { continue }
            guard let last = held else {
                if let failure { throw failure }
                return
            }
            last.precede(failure.map(Sequel.failure) ?? .end)
            held = nil
            return try take(last, true)
        }
    }

    private static func filled(from stream: ByteStream, size: Int) -> (bytes: [UInt8], failure: (any Error)?) {
        var failure: (any Error)?
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            do {
                while count < size {
                    let room = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                    let more = try stream.read(into: room)
                    if more == 0 { break }
                    count += more
                }
            } catch {
                failure = error
            }
        }
        return (bytes, failure)
    }

    private func precede(_ sequel: Sequel) {
        condition.withLock {
            if self.sequel == nil { self.sequel = sequel }
            condition.broadcast()
        }
    }

    /// The bytes from an offset on, to the end of the whole stream.
    ///
    /// - Parameters:
    ///   - offset: in the block, or the one before it.
    ///   - meter: lets the reading be ended; counts no bytes.
    package func stream(from offset: Int64, meter: ProgressMeter) -> ByteStream {
        var block = self
        var position = offset
        return ByteStream { buffer in
            try meter.advance()
            if position < block.range.lowerBound {
                guard let byte = block.precedingByte, let first = buffer.baseAddress else { return 0 }
                first.storeBytes(of: byte, as: UInt8.self)
                position += 1
                return 1
            }
            while position >= block.range.upperBound {
                guard let next = try block.next() else { return 0 }
                block = next
            }
            let start = Int(position - block.range.lowerBound)
            let count = min(buffer.count, block.bytes.count - start)
            buffer.copyBytes(from: block.bytes[start..<start + count])
            position += Int64(count)
            return count
        }
    }

    /// The block that follows; nil at the end of the stream.
    private func next() throws -> StreamBlock? {
        let known = condition.withLock {
            while sequel == nil { condition.wait() }
            return sequel
        }
        switch known {
        case .block(let block): return block
        case .failure(let error): throw error
        case .end, nil: return nil
        }
    }
}
