/// What a reader makes of one record of a log.
public enum LogRecord: Sendable {
    /// A share event of Windows. `line` is the record's raw text, for telling exact duplicates where the log has no
    /// record numbers.
    case shareEvent(ShareEvent, line: [UInt8]?)
    /// A row of a table, which already says who accessed what how often.
    case access(AccessEvent)
    /// A record of another kind, or an empty line.
    case other
    /// A record that cannot be understood, and why.
    case malformed(String)
}
