import Files

/// An access to a share in the tables of cloud services: Azure Files (`StorageFileLogs`) and Microsoft Defender
/// (`DeviceFileEvents`).
///
/// Of Azure Files a `TreeConnect` is an access to a share, as event 5140 is; a `Create`, or a request over HTTPS, one to an
/// object, as event 5145. Of Defender what another computer did to a file in a share is one to an object.
struct FileServiceEvent {
    private let values: [String: String]
    private let isStorage: Bool
    /// The zone of a time that says none.
    private let zone: RecordZone

    /// - Parameters:
    ///   - values: the values of a row by their names, normalized.
    ///   - zone: what the name of the time says of the zone; nil where it says nothing.
    /// - Returns: nil where they are those of neither table.
    init?(_ values: [String: String], zone: RecordZone? = nil) {
        self.zone = zone ?? .utcInISO
        isStorage = Self.storageNames.contains { values[$0] != nil }
        guard isStorage || Self.isDevice(values.keys) else { return nil }
        self.values = values
    }

    /// The values of an object, also of those within it.
    init?(_ value: JSONValue) {
        var values: [String: String] = [:]
        Self.collect(value, "", 0, &values)
        self.init(values)
    }

    /// Whether the columns of a table are those of such events.
    static func hasColumns(_ names: [String]) -> Bool {
        let names = names.map { FieldNames.normalized(ColumnName($0).name) }
        return storageNames.contains { names.contains($0) } || isDevice(names)
    }

    /// Whether the beginning of a log mentions such events.
    static func isMentioned(in head: InputHead) -> Bool {
        // Asked for every part of a log: the names with a first letter of either case.
        head.bytes.withUnsafeBufferPointer { bytes in
            bytes.firstRange(of: "mbTreeConnectI", from: 0) != nil
                || bytes.firstRange(of: "mbCommandMajor", from: 0) != nil
                || bytes.firstRange(of: "mbSessionI", from: 0) != nil
                || bytes.firstRange(of: "equestAccountName", from: 0) != nil
        }
    }

    private static let storageNames = ["smbtreeconnectid", "smbcommandmajor", "smbsessionid"]

    private static func isDevice(_ names: some Sequence<String>) -> Bool {
        let names = Set(names)
        return names.contains("requestaccountname") && names.contains("sharename")
    }

    private static func collect(_ value: JSONValue, _ name: String, _ depth: Int, _ values: inout [String: String]) {
        guard depth < 4 else { return }
        switch value {
        case .text(let text), .number(let text): if values[name] == nil, !name.isEmpty { values[name] = text }
        case .object(let members):
            for (key, member) in members { collect(member, FieldNames.normalized(key), depth + 1, &values) }
        case .array: return
        }
    }

    /// The names of the time in both tables.
    static let times: Set = ["timegenerated", "time", "timestamp"]

    private func value(_ names: String...) -> String {
        names.lazy.compactMap { values[$0] }.first { !$0.isEmpty && !AbsentValue.isWord($0) } ?? ""
    }

    /// The record that the row stands for.
    func record(bytes: UnsafeBufferPointer<UInt8>, place: Int) -> LogRecord {
        isStorage ? storageRecord(bytes, place) : deviceRecord(bytes, place)
    }

    private func storageRecord(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> LogRecord {
        let operation = value("operationname").lowercased(), isSMB = value("protocol").uppercased().contains("SMB")
        let kind: ShareEvent.Kind
        switch operation {
        case "treeconnect": kind = .shareAccessed
        case "create": kind = .objectChecked
        default:
            guard !isSMB, !operation.isEmpty else { return .other }
            kind = .objectChecked
        }
        // https://account.file.core.windows.net/share/folder/file, or \\account.file.core.windows.net\share\…
        let parts = value("uri").drop { $0 != "/" && $0 != "\\" }.split { $0 == "/" || $0 == "\\" }
        guard parts.count > 1 else { return .other }
        let status = value("statustext", "smbstatuscode").lowercased()
        let hasSucceeded = ["success", "status_success", "0x0", "0x00000000"].contains(status)
        return LogRecord(kind: kind, bytes: bytes, zone: zone, place: place) { field in
            switch field {
            case .timeGenerated: value("timegenerated", "time")
            case .tenant: value("tenantid")
            case .computer: value("accountname")
            case .subjectUserSID: value("smbprimarysid")
            case .account: value("requesterusername", "requesterupn", "requesterobjectid")
            case .subjectLogonID: value("smbsessionid")
            case .ipAddress: Self.address(value("calleripaddress"))
            case .shareName: String(parts[1])
            case .relativeTargetName: parts.dropFirst(2).joined(separator: "\\")
            case .eventType: status.isEmpty ? "" : hasSucceeded ? "success" : "failure"
            default: ""
            }
        }
    }

    private func deviceRecord(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> LogRecord {
        guard !value("sharename").isEmpty, value("requestprotocol").lowercased() != "local" else { return .other }
        return LogRecord(kind: .objectChecked, bytes: bytes, zone: zone, place: place) { field in
            switch field {
            case .timeGenerated: value("timestamp", "timegenerated")
            case .tenant: value("tenantid")
            case .computer: value("devicename")
            case .subjectUserSID: value("requestaccountsid")
            case .subjectUserName: value("requestaccountname")
            case .subjectDomainName: value("requestaccountdomain")
            case .ipAddress: value("requestsourceip")
            case .ipPort: value("requestsourceport")
            case .shareName: value("sharename")
            case .relativeTargetName:
                [value("folderpath"), value("filename")].filter { !$0.isEmpty }.joined(separator: "\\")
            case .eventType: "success"
            default: ""
            }
        }
    }

    /// An address of version 4 without the port behind it.
    private static func address(_ text: String) -> String {
        text.utf8.count { $0 == UInt8(ascii: ":") } == 1 ? String(text.prefix { $0 != ":" }) : text
    }
}
