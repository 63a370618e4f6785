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
    /// A row of a table whose time says no zone, or is no time in ISO 8601: as it stands in the column of a name, with the
    /// zone of times that say none.
    indirect case accessAtTime(AccessEvent, time: String, column: String, zone: RecordZone)
    /// An event 4660, which says that an object was deleted and not which one.
    case deletion
    /// A record of another kind.
    case other
    /// A record that has the number of a share event in it and does not say which event it is, and why it is not understood.
    case unclear(String)
    /// A record of earlier times in room that is not in use any more. Parts of it may have been overwritten, so that it is
    /// no fault of the log where it cannot be understood.
    indirect case remains(LogRecord)
    /// A record that cannot be understood, and why.
    case malformed(String)
}

extension LogRecord {
    /// The record that some bytes stand for, once its fields are found.
    ///
    /// - Parameters:
    ///   - zone: the zone of a time that says none.
    ///   - place: the number of the record among those of the same bytes.
    init(
        kind: ShareEvent.Kind, bytes: UnsafeBufferPointer<UInt8>, zone: RecordZone = .unsaid, place: Int = 0,
        text: (EventField) -> String
    ) {
        do {
            var event = try ShareEvent(kind: kind, text: text)
            event.zone = zone
            let isNumbered = event.recordNumber != nil && !event.computer.isEmpty
            let line = isNumbered ? nil : RecordFingerprint(bytes: UnsafeRawBufferPointer(bytes))
            self = .shareEvent(
                event,
                line: place == 0
                    ? line
                    : line.map { line in
                        RecordFingerprint {
                            $0.combine(line)
                            $0.combine(place)
                        }
                    })
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
    /// The zone of a time that says none.
    let zone: RecordZone
    /// The fields by ``EventField``, in valid UTF-8.
    private let fields: UnsafePointer<accesslab_text>

    init(
        kind: ShareEvent.Kind, bytes: UnsafeBufferPointer<UInt8>, fields: UnsafePointer<accesslab_text>,
        impliesSuccess: Bool = false, zone: RecordZone = .unsaid
    ) {
        self.kind = kind
        self.bytes = bytes
        self.fields = fields
        self.impliesSuccess = impliesSuccess
        self.zone = zone
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
        let record = LogRecord(kind: kind, bytes: bytes, zone: zone) {
            String(decoding: self[$0], as: UTF8.self)
        }
        guard impliesSuccess, case .shareEvent(var event, let line) = record else { return record }
        event.outcome = .success
        return .shareEvent(event, line: line)
    }
}
