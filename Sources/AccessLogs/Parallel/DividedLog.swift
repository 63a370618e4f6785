/// A log in a plain file whose records are lines or rows, so that several threads can read it.
struct DividedLog: Sendable {
    let file: PlainFile
    let head: LogHead
    let reader: any LogReader
    /// Where the text begins.
    private let start: Int64
    private let partSize: Int64

    /// The file's name in messages.
    var name: String { file.path }

    /// The log in a file; nil where it cannot be divided, or is too small to be.
    ///
    /// - Throws: ``AccessLogError`` where the file cannot be read.
    init?(_ input: LogInput, readers: LogReaders, limits: ImportLimits, meter: ProgressMeter) throws {
        guard case .path(let path) = input, let size = InputFile.size(of: input), size > limits.partBytes else {
            return nil
        }
        file = try PlainFile(path: path)
        let bytes = file.stream(from: 0, meter: meter)
        guard !ArchiveReader.recognizes(try bytes.peek(LogHead.limit)) else { return nil }
        let source = try LogSource(name: path, bytes: bytes, path: path, limits: limits)
        guard let start = source.textStart, let reader = readers.reader(of: source.head),
            type(of: reader).isDivisible
        else { return nil }
        head = source.head
        self.reader = reader
        self.start = start
        partSize = limits.partBytes
    }

    /// The number of parts.
    var partCount: Int { Int((file.size - start + partSize - 1) / partSize) }

    /// The offsets at which the records of a part begin. The last part ends with the file, however long that is by
    /// then.
    func range(ofPart part: Int) -> Range<Int64> {
        start + Int64(part) * partSize..<(part + 1 == partCount ? .max : start + Int64(part + 1) * partSize)
    }
}

/// A part of a log: the records that begin within a range of offsets.
struct LogStretch {
    let log: DividedLog
    let range: Range<Int64>
    /// Whether the log begins here.
    let isFirst: Bool
    /// Whether a record is known to begin with the range.
    let isExact: Bool
    let meter: ProgressMeter
    /// Told at which offset the first record begins.
    let begin: (_ offset: Int64) throws -> Void
    /// Told at which offset the part that follows has to begin, and how many line ends there are up to there.
    let end: (_ offset: Int64, _ lineEnds: Int) throws -> Void

    /// The lines from the first that begins within the range.
    func lines(limit: Int) throws -> LineScanner {
        // Where the byte before the range ends a line, a line begins with the range.
        let base = isFirst || isExact ? range.lowerBound : range.lowerBound - 1
        var lines = LineScanner(log.file.stream(from: base, meter: meter), limit: limit, from: base)
        // A line that continues beyond the range is not followed: where lines are long, every part would read to the
        // end.
        if base < range.lowerBound { try lines.skip(atMost: range.upperBound - base) }
        return lines
    }
}
