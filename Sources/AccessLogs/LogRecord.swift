/// What a reader makes of one record of a log.
public enum LogRecord {
    /// A share event of Windows. `line` is the fingerprint of the record's raw text, for telling exact duplicates where
    /// the log does not number its records.
    indirect case shareEvent(ShareEvent, line: RecordFingerprint?)
    /// A share event that has not been looked at yet.
    case rawShareEvent(RawShareEvent)
    /// A row of a table, which already says who accessed what how often.
    indirect case access(AccessEvent)
    /// A record of another kind.
    case other
    /// A record that cannot be understood, and why.
    case malformed(String)
}

extension LogRecord {
    /// The record that some bytes stand for, once its fields are found.
    init(kind: ShareEvent.Kind, bytes: UnsafeBufferPointer<UInt8>, text: (EventField) -> String) {
        do {
            let event = try ShareEvent(kind: kind, text: text)
            let isNumbered = event.recordNumber != nil && !event.computer.isEmpty
            self = .shareEvent(event, line: isNumbered ? nil : RecordFingerprint(bytes: UnsafeRawBufferPointer(bytes)))
        } catch {
            self = .malformed(error.reason)
        }
    }
}
