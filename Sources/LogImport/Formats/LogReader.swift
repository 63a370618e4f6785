public import Files

/// Takes a record and the line (or the number of the record) where it stands.
public typealias LogRecordHandler = (_ record: LogRecord, _ line: Int) throws -> Void

/// Reads logs of one format.
public protocol LogReader: Sendable {
    /// The format's name in summaries, in kebab-case.
    static var id: String { get }
    /// What the format is, in a few words.
    static var summary: String { get }

    /// Whether a log with this beginning is of this format.
    func recognizes(_ head: InputHead) -> Bool

    /// Reads a log from its first to its last record.
    ///
    /// The log's bytes are read as a stream (``InputSource/bytes``), or with random access to a file
    /// (``InputSource/withFile(_:)``). A record that cannot be understood is emitted as malformed.
    ///
    /// - Throws: ``DamagedInput`` where the log breaks off; ``FileError`` where it cannot be read at all; what
    ///   `emit` throws.
    func read(_ source: InputSource, emit: LogRecordHandler) throws
}

/// Reads logs in whose unused room records of earlier times may be left.
public protocol CarvingLogReader: LogReader {
    /// The reader that looks for such records too. What it finds may be wrong: parts of it may have been overwritten.
    var carving: any LogReader { get }
}

/// Reads logs whose records are lines or rows, or lie in pieces of a known size, so that several workers can read one
/// log.
public protocol DivisibleLogReader: LogReader {
    /// Whether the records are lines or rows. What lies in the middle of a line that is longer than any record is left
    /// out then where memory is short.
    static var hasLines: Bool { get }

    /// Reads the records that begin within a part of a log, and tells the part where it really begins and ends.
    ///
    /// Of a format whose records are lines:
    ///
    /// ```swift
    /// var lines = try part.lines()
    /// try part.begin(at: lines.position)
    /// reading: while lines.position < part.range.upperBound {
    ///     switch try lines.next() {
    ///     case .line(let line): try emit(record(line), lines.number)
    ///     case .tooLong: try emit(.malformed("the line is too long."), lines.number)
    ///     case .end: break reading
    ///     }
    /// }
    /// try part.end(at: lines.position, lineEnds: lines.number)
    /// ```
    ///
    /// - Throws: as ``LogReader/read(_:emit:)``.
    func read(_ part: LogPart, emit: LogRecordHandler) throws
}

extension DivisibleLogReader {
    /// Most logs are texts.
    public static var hasLines: Bool { true }
}
