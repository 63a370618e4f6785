import Files

/// The audit lines of Samba's module `vfs_full_audit`: `CORP\ada|10.0.0.7|fs01|hr|connect|ok|hr` behind a header of syslog.
///
/// A `connect` is an access to a share, as event 5140 is; a `create_file` one to an object, as event 5145, where the module's
/// prefix names the share (`full_audit:prefix = %u|%I|%m|%S`). Other operations are counted as other records.
package struct SambaAuditReader: SyslogReader {
    package static let id = "samba-audit"
    package static let summary = "lines of Samba's vfs_full_audit, behind a header of syslog"

    package init() {}

    static func recognizes(_ line: SyslogHeader) -> Bool { SambaOperation(line.message) != nil }

    func record(_ header: SyslogHeader, bytes line: UnsafeBufferPointer<UInt8>) -> LogRecord {
        guard let operation = SambaOperation(header.message) else { return .other }
        let kind: ShareEvent.Kind
        switch operation.name {
        case "connect": kind = .shareAccessed
        case "create_file" where !operation.share.isEmpty: kind = .objectChecked
        default: return .other
        }
        return LogRecord(kind: kind, bytes: line) { field in
            switch field {
            case .eventTime: String(header.time)
            case .computer: String(operation.server.isEmpty ? header.host : operation.server)
            case .account: String(operation.user)
            case .ipAddress: String(operation.address)
            case .shareName: String(operation.share)
            case .relativeTargetName: String(operation.path)
            case .eventType: operation.hasSucceeded ? "success" : "failure"
            default: ""
            }
        }
    }
}

/// One operation of a file server with the prefix before it: user, address, and perhaps computer and share.
private struct SambaOperation {
    var user: Substring
    var address: Substring = ""
    var server: Substring = ""
    var share: Substring = ""
    var name: String
    var path: Substring = ""
    var hasSucceeded: Bool

    /// Paths are not escaped, so that they may hold bars: the fields are read from the left.
    init?(_ message: Substring) {
        let fields = message.split(separator: "|", maxSplits: 16, omittingEmptySubsequences: false)
        guard
            let place = fields.indices.dropFirst().first(where: { index in
                index + 1 < fields.count && Self.isResult(fields[index + 1]) && Self.isName(fields[index])
            })
        else { return nil }
        let prefix = fields[..<place]
        user = prefix[0]
        guard !user.isEmpty else { return nil }
        name = String(fields[place])
        hasSucceeded = fields[place + 1] == "ok"
        let rest = fields[(place + 2)...]
        if let address = prefix.dropFirst().firstIndex(where: Self.isAddress) {
            self.address = prefix[address]
            // The client's name (%m) and the share (%S), as the manual of the module has them; the share is last.
            if prefix.count > address + 1 { share = prefix[prefix.count - 1] }
        }
        if name == "connect" { share = rest.first ?? share }
        if name == "create_file" { path = rest.dropFirst(3).joined(separator: "|")[...] }
    }

    private static func isResult(_ field: Substring) -> Bool {
        field == "ok" || field.hasPrefix("fail")
    }

    private static func isName(_ field: Substring) -> Bool {
        !field.isEmpty && field.utf8.allSatisfy { (97...122).contains($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isAddress(_ field: Substring) -> Bool {
        field.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
            && field.utf8.allSatisfy { 48...57 ~= $0 || (97...102).contains($0 | 0x20) || ".:".utf8.contains($0) }
    }
}
