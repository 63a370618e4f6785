import AccessLogs
public import Files
import Foundation

/// Share events as CSV, field by field as they were read: for comparing an import with another tool's.
public struct ShareEventDump {
    /// The first line.
    public static let header = CSVLine.text([
        "source_file", "event_id", "timestamp", "computer", "subject_domain", "subject_user", "subject_sid", "logon_id",
        "ip", "port", "share", "local_path", "relative_target", "access_mask", "outcome",
    ])

    /// The files' names within the deepest folder that holds them all, by their paths as given.
    private let names: [String: String]

    /// - Parameter inputs: all the inputs of the import: files are named from the deepest folder that holds them all.
    /// - Throws: ``FileError`` where an input does not exist.
    public init(inputs: [InputPath]) throws {
        let paths = try InputPath.files(of: inputs).compactMap { input -> String? in
            if case .path(let path) = input { path } else { nil }
        }
        let parts = paths.map { URL(fileURLWithPath: $0).standardizedFileURL.pathComponents }
        let shared = parts.dropFirst().reduce(parts.first?.dropLast() ?? []) { folder, path in
            zip(folder, path.dropLast()).prefix { $0 == $1 }.map { $0.0 }[...]
        }
        names = Dictionary(zip(paths, parts.map { $0.dropFirst(shared.count).joined(separator: "/") })) { $1 }
    }

    /// The line of an event.
    public func line(for event: ShareEvent, at location: InputLocation) -> String {
        CSVLine.text([
            name(of: location), String(event.number ?? event.kind.rawValue), event.timestamp, event.computer,
            event.subjectDomain,
            event.subjectUser, event.subjectSID, event.logonID, event.address, event.port, event.share, event.localPath,
            event.relativeTarget, event.accessMask, event.outcome.description,
        ])
    }

    private func name(of location: InputLocation) -> String {
        if let name = names[location.file] { return name }
        // The member of an archive: its path follows the archive's.
        for index in location.file.indices where location.file[index] == "!" {
            if let name = names[String(location.file[..<index])] { return name + location.file[index...] }
        }
        return location.file
    }
}
