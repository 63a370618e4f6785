import CSimdJSON

/// The fields of one share event after another, for readers that decode them into memory of their own.
package struct EventFieldTexts: ~Copyable {
    private let texts: UnsafeMutablePointer<accesslab_text>

    package init() {
        texts = .allocate(capacity: EventField.allCases.count)
        texts.initialize(repeating: Self.nothing, count: EventField.allCases.count)
    }

    deinit {
        texts.deallocate()
    }

    /// The text of a field in UTF-8; empty where the event does not have it.
    ///
    /// - Precondition: sixteen bytes more can be read behind it, whatever they hold.
    package subscript(field: EventField) -> UnsafeBufferPointer<UInt8> {
        get {
            let text = texts[Int(field.rawValue)]
            return UnsafeBufferPointer(start: text.bytes, count: text.length)
        }
        nonmutating set {
            texts[Int(field.rawValue)] = accesslab_text(bytes: newValue.baseAddress, length: newValue.count)
        }
    }

    /// Forgets the fields.
    package func clear() {
        texts.update(repeating: Self.nothing, count: EventField.allCases.count)
    }

    /// The event that has these fields: valid until one of them, or its text, changes. Its time is UTC, as in all binary
    /// event logs.
    ///
    /// - Parameter bytes: what tells the record from others where the log does not number its records. Sixteen bytes
    ///   more can be read behind them.
    package func record(kind: ShareEvent.Kind, bytes: UnsafeBufferPointer<UInt8>) -> LogRecord {
        .rawShareEvent(RawShareEvent(kind: kind, bytes: bytes, fields: UnsafePointer(texts), zone: .utc))
    }

    /// Whether events of a number are accesses to files by their paths, or deletions.
    package static func isFileAccess(_ number: Int) -> Bool { FileAccess.isNumber(number) }

    /// The access to a file, or the deletion, that an event of a number is; another record where it is neither.
    ///
    /// - Parameter bytes: as for ``record(kind:bytes:)``.
    package func fileAccess(_ number: Int, bytes: UnsafeBufferPointer<UInt8>) -> LogRecord {
        // Most such events are of other objects, and nothing becomes a text for them.
        guard !self[.objectName].isEmpty, FileAccess.isFile(type: self[.objectType]) else {
            return number == FileAccess.deletion && self[.objectName].isEmpty ? .deletion : .other
        }
        return LogRecord(
            fileAccess: "\(number)", object: String(decoding: self[.objectName], as: UTF8.self),
            type: String(decoding: self[.objectType], as: UTF8.self), bytes: bytes, zone: .utc, place: 0
        ) { String(decoding: self[$0], as: UTF8.self) }
    }

    private static var nothing: accesslab_text { accesslab_text(bytes: nil, length: 0) }
}

extension EventField {
    /// The field's name in the events that Windows writes.
    package var windowsName: String { names[0] }
}
