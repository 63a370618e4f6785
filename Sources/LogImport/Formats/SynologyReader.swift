import Files

/// The lines that a Synology file server sends to syslog: accesses to files (`WinFileService Event: read, Path: /hr/a, …`), and
/// connections (`User [ada] from [10.0.0.7] via [CIFS(SMB3)] accessed shared folder [hr].`).
///
/// A connection is an access to a share, as event 5140 is; what happens to a file one to an object, as event 5145, whose share
/// is the first part of its path.
package struct SynologyReader: SyslogReader {
    package static let id = "synology"
    package static let summary = "file and connection lines of Synology DSM, behind a header of syslog"

    package init() {}

    static func recognizes(_ line: SyslogHeader) -> Bool { file(line) != nil || connection(line.message) != nil }

    func record(_ header: SyslogHeader, bytes line: UnsafeBufferPointer<UInt8>) -> LogRecord {
        let kind: ShareEvent.Kind, found: Found
        if let file = Self.file(header) {
            (kind, found) = (.objectChecked, file)
        } else if let connection = Self.connection(header.message) {
            (kind, found) = (.shareAccessed, connection)
        } else {
            return .other
        }
        return LogRecord(kind: kind, bytes: line) { field in
            switch field {
            case .eventTime: String(header.time)
            case .computer: String(header.host)
            case .account: String(found.user)
            case .ipAddress: String(found.address)
            case .shareName: String(found.share)
            case .relativeTargetName: String(found.path)
            case .eventType: "success"
            default: ""
            }
        }
    }

    private struct Found {
        var user: Substring, address: Substring, share: Substring, path: Substring
    }

    /// Paths may hold commas: values are cut at the names that are known.
    private static func file(_ header: SyslogHeader) -> Found? {
        let text = header.message
        func value(_ name: String, before next: String?) -> Substring? {
            guard let start = text.range(of: name)?.upperBound else { return nil }
            guard let next else { return text[start...].prefix { !$0.isWhitespace } }
            guard let end = text.range(of: next, in: start)?.lowerBound else { return nil }
            return text[start..<end]
        }
        guard text.contains("Event: "), let path = value("Path: ", before: ", File/Folder: "),
            let user = value(", User: ", before: ", IP: "), let address = value(", IP: ", before: nil)
        else { return nil }
        let parts = path.split(separator: "/", maxSplits: 1)
        guard let share = parts.first else { return nil }
        return Found(user: user, address: address, share: share, path: parts.count > 1 ? parts[1] : "")
    }

    private static func connection(_ text: Substring) -> Found? {
        guard text.contains("accessed shared folder [") else { return nil }
        func value(behind name: String) -> Substring? {
            guard let start = text.range(of: name)?.upperBound else { return nil }
            return text[start...].firstIndex(of: "]").map { text[start..<$0] }
        }
        guard let user = value(behind: "User ["), let address = value(behind: "from ["),
            let share = value(behind: "accessed shared folder [")
        else { return nil }
        return Found(
            user: user, address: address.drop { $0 == " " }.split(separator: "(").last?.prefix { $0 != ")" } ?? address,
            share: share, path: "")
    }
}

extension Substring {
    fileprivate func range(of text: String) -> Range<Index>? { range(of: text, in: startIndex) }

    /// Where a text occurs first from a place on.
    fileprivate func range(of text: String, in start: Index) -> Range<Index>? {
        var place = start
        while place < endIndex {
            if self[place...].hasPrefix(text) { return place..<index(place, offsetBy: text.count) }
            place = index(after: place)
        }
        return nil
    }
}
