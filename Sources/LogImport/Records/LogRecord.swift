public import AccessLogs
import CSimdJSON
import Files

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

/// A share event as it lies in a reader's memory: valid until the reader moves to the next record. Behind each text
/// sixteen bytes more may be read, whatever they hold.
public struct RawShareEvent {
    let kind: ShareEvent.Kind
    /// The record's raw text.
    let bytes: UnsafeBufferPointer<UInt8>
    /// Whether a record without an outcome is a success.
    let impliesSuccess: Bool
    /// The fields by ``EventField``, in valid UTF-8.
    private let fields: UnsafePointer<accesslab_text>

    init(
        kind: ShareEvent.Kind, bytes: UnsafeBufferPointer<UInt8>, fields: UnsafePointer<accesslab_text>,
        impliesSuccess: Bool = false
    ) {
        self.kind = kind
        self.bytes = bytes
        self.fields = fields
        self.impliesSuccess = impliesSuccess
    }

    /// A field as the log spells it; empty where the record does not have it.
    subscript(field: EventField) -> UnsafeBufferPointer<UInt8> {
        let text = fields[Int(field.rawValue)]
        return UnsafeBufferPointer(start: text.bytes, count: text.length)
    }

    /// The first time that the record has.
    var timestamp: UnsafeBufferPointer<UInt8> {
        for field in EventField.times where !self[field].isEmpty { return self[field] }
        return UnsafeBufferPointer(start: nil, count: 0)
    }

    /// The record's number, where the log has it; as ``ShareEvent/recordNumber``.
    var recordNumber: UInt64? {
        let text = self[.recordNumber]
        return text.isEmpty ? nil : UInt64(String(decoding: text, as: UTF8.self))
    }

    /// The record with a copy of its texts, `.shareEvent` or `.malformed`.
    var record: LogRecord {
        let record = LogRecord(kind: kind, bytes: bytes) { String(decoding: self[$0], as: UTF8.self) }
        guard impliesSuccess, case .shareEvent(var event, let line) = record else { return record }
        event.outcome = .success
        return .shareEvent(event, line: line)
    }
}
