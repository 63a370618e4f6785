/// The fields of a share event that are read, under whatever name a log has them.
public enum EventField: Int32, CaseIterable, Sendable {
    case eventID, timestamp, timeCreated, timeGenerated, eventTime
    case computer, channel, recordNumber, keywords, eventType, tenant, account
    case subjectUserSID, subjectUserName, subjectDomainName, subjectLogonID
    case ipAddress, ipPort, shareName, shareLocalPath, relativeTargetName, accessMask
    case objectName, objectType

    /// The field's names in the logs that are known: Windows' own first, then those of the shippers (NXLog, Winlogbeat,
    /// Logstash, the Azure agents). `event.code` is `code` within an object `event`.
    var names: [String] {
        switch self {
        case .eventID: ["EventID", "event_id", "EventId", "EventID.#text", "event.code"]
        case .timestamp: ["@timestamp"]
        case .timeCreated: ["TimeCreated", "SystemTime", "@SystemTime"]
        case .timeGenerated: ["TimeGenerated", "TimeGenerated [UTC]"]
        case .eventTime: ["EventTime"]
        case .computer: ["Computer", "Hostname", "computer_name", "ComputerName"]
        case .channel: ["Channel", "log_name", "channel"]
        case .recordNumber: ["EventRecordID", "RecordNumber", "record_number", "EventRecordId", "record_id"]
        case .keywords: ["Keywords", "keywords"]
        case .eventType: ["EventType", "event.outcome"]
        case .tenant: ["TenantId"]
        case .account: ["Account", "SubjectAccount"]
        case .subjectUserSID: ["SubjectUserSid"]
        case .subjectUserName: ["SubjectUserName"]
        case .subjectDomainName: ["SubjectDomainName"]
        case .subjectLogonID: ["SubjectLogonId"]
        case .ipAddress: ["IpAddress"]
        case .ipPort: ["IpPort"]
        case .shareName: ["ShareName"]
        case .shareLocalPath: ["ShareLocalPath"]
        case .relativeTargetName: ["RelativeTargetName"]
        case .accessMask: ["AccessMask"]
        case .objectName: ["ObjectName"]
        case .objectType: ["ObjectType"]
        }
    }

    /// The fields that tell the time, the one to be believed first.
    static let times = [EventField.timestamp, .timeCreated, .timeGenerated, .eventTime]

    /// Objects in which shippers nest these fields.
    static let containers = [
        "event_data", "winlog", "event", "Event", "System", "EventData", "TimeCreated", "EventID", "#attributes",
    ]
}
