/// Bytes that are read once, from the first to the last.
public final class ByteStream {
    private let next: (UnsafeMutableRawBufferPointer) throws -> Int
    /// Bytes that were looked at before they are read.
    private var ahead: [UInt8] = []
    private var aheadStart = 0
    /// What broke the source off behind the bytes that were looked at. Some sources say it only once.
    private var damage: DamagedInput?

    /// - Parameter next: fills a buffer with the bytes that follow and returns how many there were; zero at the end.
    public init(next: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
        self.next = next
    }

    /// Bytes in memory.
    public convenience init(_ bytes: [UInt8]) {
        var position = 0
        self.init { buffer in
            let count = min(buffer.count, bytes.count - position)
            buffer.copyBytes(from: bytes[position..<position + count])
            position += count
            return count
        }
    }

    /// Fills a buffer with the bytes that follow.
    ///
    /// - Returns: how many bytes there were, fewer than the buffer holds where no more are there yet; zero at the end.
    /// - Throws: ``DamagedInput`` where the source breaks off.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard aheadStart < ahead.count else {
            try checkBeginning()
            return try next(buffer)
        }
        let count = min(buffer.count, ahead.count - aheadStart)
        buffer.copyBytes(from: ahead[aheadStart..<aheadStart + count])
        aheadStart += count
        if aheadStart == ahead.count {
            ahead = []
            aheadStart = 0
        }
        return count
    }

    /// The first bytes, which stay to be read: up to a limit, or as many as came with the first line end, so that a
    /// slow pipe is not waited for. Where the source breaks off here, the read that comes to that point says so.
    package func peek(_ limit: Int) throws -> [UInt8] {
        var hasLineEnd = ahead[aheadStart...].contains(UInt8(ascii: "\n"))
        while ahead.count - aheadStart < limit && !hasLineEnd && damage == nil {
            let missing = limit - (ahead.count - aheadStart)
            var failure: (any Error)?
            let chunk = [UInt8](unsafeUninitializedCapacity: missing) { buffer, count in
                do {
                    count = try next(UnsafeMutableRawBufferPointer(buffer))
                } catch {
                    failure = error
                }
            }
            if let failure {
                guard let failure = failure as? DamagedInput else { throw failure }
                damage = failure
                break
            }
            if chunk.isEmpty { break }
            hasLineEnd = chunk.contains(UInt8(ascii: "\n"))
            ahead += chunk
        }
        return Array(ahead[aheadStart...].prefix(limit))
    }

    /// Says why the source breaks off, where that was found before any byte that is still to be read.
    ///
    /// - Throws: ``DamagedInput``.
    package func checkBeginning() throws {
        guard aheadStart == ahead.count, let damage else { return }
        self.damage = nil
        throw damage
    }

    /// Passes over bytes that have been looked at.
    package func skip(_ count: Int) {
        aheadStart = min(aheadStart + count, ahead.count)
    }

    /// Forgets the bytes that were looked at, because the source has been moved.
    package func discardPeeked() {
        ahead = []
        aheadStart = 0
        damage = nil
    }
}
