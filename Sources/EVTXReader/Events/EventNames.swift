import Foundation
import LogImport

/// The names of the elements and attributes that hold fields, as they lie in a chunk.
struct EventNames {
    /// A name in UTF-16.
    struct Name {
        private let units: [UInt16]

        init(_ name: String) {
            units = name.utf16.map(\.littleEndian)
        }

        func matches(_ text: Units, in chunk: Chunk) -> Bool {
            guard units.count == Int(text.count) else { return false }
            let bytes = text.bytes(in: chunk)
            return units.withUnsafeBytes { own in
                guard let first = own.baseAddress, let second = bytes.baseAddress, own.count == bytes.count
                else { return false }
                return memcmp(first, second, own.count) == 0
            }
        }
    }

    let system = Name("System")
    let eventData = Name("EventData")
    let timeCreated = Name("TimeCreated")
    let systemTime = Name("SystemTime")
    let name = Name("Name")
    private let systemFields: [(name: Name, field: EventField)]
    private let dataFields: [(name: Name, field: EventField)]

    /// - Parameter selection: which events are read.
    init(_ selection: EventSelection) {
        var system = Self.named([.eventID, .computer, .channel, .recordNumber, .keywords])
        var data = Self.named([
            .subjectUserSID, .subjectUserName, .subjectDomainName, .subjectLogonID, .ipAddress, .ipPort, .shareName,
            .shareLocalPath, .relativeTargetName, .accessMask,
        ])
        if selection.includesFileAccess {
            data += Self.named([.objectName, .objectType])
            // ONTAP's names.
            system.append((Name("Result"), .eventType))
            data.append((Name("SubjectIP"), .ipAddress))
        }
        systemFields = system
        dataFields = data
    }

    /// The field that an element of `System` holds.
    func systemField(_ name: Units, in chunk: Chunk) -> EventField? {
        systemFields.first { $0.name.matches(name, in: chunk) }?.field
    }

    /// The field that an element of `EventData` holds, by its attribute `Name`.
    func dataField(_ name: Units, in chunk: Chunk) -> EventField? {
        dataFields.first { $0.name.matches(name, in: chunk) }?.field
    }

    private static func named(_ fields: [EventField]) -> [(name: Name, field: EventField)] {
        fields.map { (Name($0.windowsName), $0) }
    }
}
