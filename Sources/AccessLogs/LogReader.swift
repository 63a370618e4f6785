/// Takes a record and the line (or the number of the record) where it stands.
public typealias LogRecordHandler = (_ record: LogRecord, _ line: Int) throws -> Void

/// Reads logs of one format.
public protocol LogReader: Sendable {
    /// The format's name in summaries, in kebab-case.
    static var id: String { get }
    /// What the format is, in a few words.
    static var summary: String { get }
    /// Whether the reader can read a part of a log (``LogSource/stretch``).
    static var isDivisible: Bool { get }

    /// Whether a log with this beginning is of this format.
    func recognizes(_ head: LogHead) -> Bool

    /// Reads a log from its first to its last record.
    ///
    /// The log's bytes are read as a stream (``LogSource/bytes``), or with random access to a file
    /// (``LogSource/withFile(_:)``). A record that cannot be understood is emitted as malformed.
    ///
    /// - Throws: ``DamagedInput`` where the log breaks off; ``AccessLogError`` where it cannot be read at all; what
    ///   `emit` throws.
    func read(_ source: LogSource, emit: LogRecordHandler) throws
}

extension LogReader {
    public static var isDivisible: Bool { false }
}
