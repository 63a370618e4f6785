public import Files

/// A part of a log: the records that begin within a range of offsets.
///
/// Where a part begins and ends, the bytes alone tell only nearly: a line feed may stand within quotes. A reader
/// therefore says where it found the first record (``begin(at:)``), and where the part that follows has to begin
/// (``end(at:lineEnds:)``). Where the two do not agree, the import has the part read again.
public struct LogPart {
    /// The log's name in messages.
    public let name: String
    /// How the whole log begins: a table's header, for example.
    public let head: InputHead
    /// The offsets in the log, in bytes, at which the records of the part begin.
    public let range: Range<Int64>
    /// Whether the log begins here.
    public let isFirst: Bool
    /// Whether a record is known to begin with the range.
    public let isExact: Bool
    /// How much of a log is taken in at once.
    public let limits: InputLimits
    private let bytes: (_ offset: Int64) -> ByteStream
    private let hasBegun: (_ offset: Int64) throws -> Void
    private let hasEnded: (_ offset: Int64, _ lineEnds: Int) throws -> Void

    /// - Parameters:
    ///   - bytes: gives the log's bytes from an offset on: one of the part, or just before it.
    ///   - begin: told at which offset the first record begins.
    ///   - end: told at which offset the part that follows has to begin, and how many line ends there are up to there.
    init(
        name: String, head: InputHead, range: Range<Int64>, isFirst: Bool, isExact: Bool, limits: InputLimits,
        bytes: @escaping (_ offset: Int64) -> ByteStream, begin: @escaping (_ offset: Int64) throws -> Void,
        end: @escaping (_ offset: Int64, _ lineEnds: Int) throws -> Void
    ) {
        self.name = name
        self.head = head
        self.range = range
        self.isFirst = isFirst
        self.isExact = isExact
        self.limits = limits
        self.bytes = bytes
        hasBegun = begin
        hasEnded = end
    }

    /// The log's bytes from an offset on: one of the part, or just before it.
    public func bytes(from offset: Int64) -> ByteStream { bytes(offset) }

    /// The lines from the first that begins within the range.
    ///
    /// - Throws: ``FileError`` where the file cannot be read.
    public func lines() throws -> LineScanner {
        // Where the byte before the range ends a line, a line begins with the range.
        let base = isFirst || isExact ? range.lowerBound : range.lowerBound - 1
        var lines = LineScanner(bytes(from: base), limit: limits.recordBytes, from: base)
        // A line that continues beyond the range is not followed: where lines are long, every part would read to the
        // end.
        if base < range.lowerBound { try lines.skip(atMost: range.upperBound - base) }
        return lines
    }

    /// To be called once, before the first record is emitted.
    ///
    /// - Parameter offset: where the first record begins, in bytes from the beginning of the log.
    /// - Throws: what ends the import.
    public func begin(at offset: Int64) throws { try hasBegun(offset) }

    /// To be called once, after the last record was emitted.
    ///
    /// - Parameters:
    ///   - offset: where the part that follows has to begin, in bytes from the beginning of the log.
    ///   - lineEnds: how many line ends there are from the first record up to there, so that later parts know the
    ///     numbers of their lines.
    /// - Throws: what ends the import.
    public func end(at offset: Int64, lineEnds: Int) throws { try hasEnded(offset, lineEnds) }
}
