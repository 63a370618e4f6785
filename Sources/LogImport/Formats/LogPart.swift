import Files

/// A part of a log in a plain file: the records that begin within a range of offsets.
public struct LogPart {
    let file: ReadableFile
    let head: InputHead
    let range: Range<Int64>
    /// Whether the log begins here.
    let isFirst: Bool
    /// Whether a record is known to begin with the range.
    let isExact: Bool
    let limits: InputLimits
    let meter: ProgressMeter
    /// Told at which offset the first record begins.
    let begin: (_ offset: Int64) throws -> Void
    /// Told at which offset the part that follows has to begin, and how many line ends there are up to there.
    let end: (_ offset: Int64, _ lineEnds: Int) throws -> Void

    /// The file's name in messages.
    var name: String { file.path }

    /// The file's bytes from an offset on.
    func bytes(from offset: Int64) -> ByteStream { file.stream(from: offset, meter: meter) }

    /// The lines from the first that begins within the range.
    func lines() throws -> LineScanner {
        // Where the byte before the range ends a line, a line begins with the range.
        let base = isFirst || isExact ? range.lowerBound : range.lowerBound - 1
        var lines = LineScanner(bytes(from: base), limit: limits.recordBytes, from: base)
        // A line that continues beyond the range is not followed: where lines are long, every part would read to the
        // end.
        if base < range.lowerBound { try lines.skip(atMost: range.upperBound - base) }
        return lines
    }
}
