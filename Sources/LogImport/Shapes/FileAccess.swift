import AccessLogs

/// An access to a file or folder that an event says by its path: events 4656 and 4663 of objects of the type File, and those
/// of NetApp's ONTAP. It counts as a check of an object of the share that the path lies in, as event 5145 does.
///
/// Event 4660, a deletion, says the number of a handle alone: the 4656 or 4663 of that handle before it counts.
enum FileAccess {
    /// Whether an event of this number is one, or a deletion.
    static func isNumber(_ id: some Sequence<UInt8>) -> Bool {
        numbers.contains { id.elementsEqual($0.text.utf8) }
    }

    /// Whether an event of this number is one, or a deletion.
    static func isNumber(_ id: Int) -> Bool { numbers.contains { $0.number == id } }

    private static let numbers = [4656, 4663, deletion].map { (number: $0, text: "\($0)") }
    /// The number of a deletion.
    static let deletion = 4660

    /// Whether an object of a type is a file or a folder, or may be one because the event does not say.
    static func isFile(type: some Sequence<UInt8>) -> Bool {
        let type = type.lazy.map { $0 | 0x20 }
        return ["file", "directory", ""].contains { type.elementsEqual($0.utf8) }
    }

    /// Whether the number of such an event stands anywhere in some bytes.
    static func isMentioned(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.firstRange(of: "4656", from: 0) != nil || bytes.firstRange(of: "4663", from: 0) != nil
            || bytes.firstRange(of: "4660", from: 0) != nil
    }

    /// The volume and the first folder of a path of ONTAP, `(vol1);/hr/a.txt`, as a share; nil for other paths.
    static func share(ofVolumePath path: String) -> (share: String, rest: String)? {
        guard path.hasPrefix("("), let end = path.firstIndex(of: ")") else { return nil }
        let volume = path[path.index(after: path.startIndex)..<end]
        let parts = path[path.index(after: end)...].drop { $0 == ";" }.split { $0 == "/" || $0 == "\\" }
        guard !volume.isEmpty, let first = parts.first else { return nil }
        return (volume + "\\" + first, parts.dropFirst().joined(separator: "\\"))
    }
}

extension LogRecord {
    /// The record of an access to a file, whose share is told by its path once the import knows which folders are shares.
    ///
    /// - Parameters:
    ///   - number: the event's number.
    ///   - object: the file's path; the event is a deletion or another record where it is empty.
    ///   - type: what the object is.
    ///   - zone: the zone of a time that says none.
    init(
        fileAccess number: String, object: String, type: String, bytes: UnsafeBufferPointer<UInt8>, zone: RecordZone,
        place: Int, text: (EventField) -> String
    ) {
        guard !object.isEmpty, FileAccess.isFile(type: type.utf8) else {
            self = object.isEmpty && Int(number) == FileAccess.deletion ? .deletion : .other
            return
        }
        self.init(kind: .objectChecked, bytes: bytes, zone: zone, place: place) { field in
            field == .shareName ? object : text(field)
        }
        guard case .shareEvent(var event, let line) = self else { return }
        event.filePath = object
        event.number = Int(number)
        self = .shareEvent(event, line: line)
    }
}
