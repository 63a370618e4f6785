/// The names under which the fields of a share event stand in logs of many programs.
///
/// Names are compared by their letters and digits alone, whatever their case: `event_id`, `EventID` and `Event ID` are one.
/// Where a record has several names of a field, the one of the least rank counts.
enum FieldNames {
    struct Meaning {
        var field: EventField
        var rank: Int
    }

    /// What a name means, by itself or below the name of the object around it; nil where it means nothing.
    ///
    /// - Parameter path: the names that lead to the value, normalized, the outermost first.
    static func meaning(of path: [String]) -> Meaning? {
        guard let name = path.last else { return nil }
        if path.count > 1 {
            let parent = path[path.count - 2]
            if let meaning = inParents[parent]?[name] { return meaning }
            // The value of a field that has attributes as well.
            if values.contains(name), let meaning = alone[parent] { return meaning }
        }
        return alone[name]
    }

    /// What a column of a table means. A time may say its zone in brackets: `TimeGenerated [UTC]`.
    static func meaning(ofColumn column: String) -> Meaning? {
        meaning(of: path(ColumnName(column).name))
    }

    /// The zone of a time that stands at a path and says none, by the definition of those who write it there.
    ///
    /// `SystemTime` of Windows' own events is UTC whatever its form, as are the times of Log Analytics, and of osquery and plaso
    /// (`datetime`), where they are in ISO 8601. Shippers put local times into `@timestamp` too.
    ///
    /// - Parameter isProperty: whether `TimeCreated` may be the property of PowerShell's objects, which is local.
    static func zone(ofTimeAt path: [String], isProperty: Bool) -> RecordZone {
        if path.contains(where: { $0.hasSuffix("systemtime") }) { return .utc }
        switch path.last {
        case "timegenerated"?, "datetime"?: return .utcInISO
        case "timecreated"? where !isProperty: return .utcInISO
        default: return .unsaid
        }
    }

    /// A member that EvtxECmd alone writes, whose times are UTC and do not say so.
    static let markOfEvtxECmd = "mapdescription"

    /// A dotted name as a path of normalized names.
    static func path(_ name: some StringProtocol) -> [String] {
        if name == "@timestamp" { return ["@timestamp"] }
        // Not "Id. del evento".
        guard name.contains("."), !name.contains(". ") else { return [normalized(name)] }
        return name.split(separator: ".").map { $0 == "@timestamp" ? "@timestamp" : normalized($0) }
    }

    /// The letters and digits of a name, in lower case.
    static func normalized(_ name: some StringProtocol) -> String {
        var normalized = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": normalized.append(scalar)
            case "A"..."Z": normalized.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
            default:
                guard !scalar.isASCII, scalar.properties.isAlphabetic else { continue }
                normalized.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return String(normalized)
    }

    /// Names of the text of an element that has attributes, and of the value of an object that stands for one.
    private static let values: Set = ["text", "value", "content", "systemtime"]

    private static let alone: [String: Meaning] = {
        var table: [String: Meaning] = [:]
        for (field, names) in ranked {
            for (rank, alternatives) in names.enumerated() {
                for name in alternatives { table[name] = Meaning(field: field, rank: rank) }
            }
        }
        return table
    }()

    /// The names of each field by rank.
    private static let ranked: [EventField: [[String]]] = [
        .eventID: [
            ["eventid"], ["eventcode"], ["eventidentifier", "ereignisid", "iddelévénement", "iddelevento", "idevento"],
            ["instanceid"],
            ["identificaçãodoevento", "identificadordoevento", "gebeurtenisid", "identyfikatorzdarzenia"],
            ["signatureid", "externalid"], ["id"],
        ],
        .timestamp: [["@timestamp"]],
        .timeCreated: [["systemtime"], ["timecreated", "timecreatedattributes", "timecreatedsystemtime"]],
        .timeGenerated: [["timegenerated"]],
        .eventTime: [
            ["eventtime", "timewritten"], ["dateandtime", "datumunduhrzeit", "dateetheure", "fechayhora"],
            ["dataeora", "dataehora", "datumentijd", "dataigodzina"], ["timestamp", "datetime"],
            ["date", "datum", "fecha", "data"], ["time"],
            ["unixtime"],
        ],
        .computer: [
            ["computer"], ["computername"], ["machinename"], ["hostname"], ["dvchostname"], ["host"], ["dvc"],
            ["hostidentifier"],
        ],
        .channel: [["channel"], ["logname", "eventlog"], ["logfile"]],
        .recordNumber: [["eventrecordid"], ["recordid"], ["recordnumber"]],
        .keywords: [
            ["keywords"], ["keywordsdisplaynames", "keyword"],
            ["schlüsselwörter", "motsclés", "palabrasclave", "parolechiave", "palavraschave", "trefwoorden"],
        ],
        .eventType: [["eventtype"], ["severityvalue", "auditresult", "entrytype"], ["outcome"]],
        .tenant: [["tenantid"]],
        .account: [["account", "subjectaccount"], ["username"], ["user", "srcuser"]],
        .subjectUserSID: [["subjectusersid"], ["subjectsid", "accountsid", "usersid", "securityid"]],
        .subjectUserName: [["subjectusername"], ["accountname"]],
        .subjectDomainName: [["subjectdomainname"], ["accountdomain", "subjectuserdomain"]],
        .subjectLogonID: [["subjectlogonid"], ["logonid", "subjectuserlogonid"], ["lid"]],
        .ipAddress: [["ipaddress"], ["sourceaddress", "clientaddress", "sourceip", "srcip"], ["src"]],
        .ipPort: [["ipport"], ["sourceport", "clientport", "srcport"]],
        .shareName: [["sharename"], ["share"]],
        .shareLocalPath: [["sharelocalpath"], ["sharepath"]],
        .relativeTargetName: [["relativetargetname"], ["relativetarget", "path"]],
        .accessMask: [["accessmask"]],
    ]

    /// Names that mean a field in one object only.
    private static let inParents: [String: [String: Meaning]] = [
        "event": ["code": Meaning(field: .eventID, rank: 1), "outcome": Meaning(field: .eventType, rank: 0)],
        "host": ["name": Meaning(field: .computer, rank: 5), "hostname": Meaning(field: .computer, rank: 5)],
        // The collector's own machine.
        "agent": ["name": Meaning(field: .computer, rank: 9), "hostname": Meaning(field: .computer, rank: 9)],
        "user": [
            "name": Meaning(field: .subjectUserName, rank: 6), "domain": Meaning(field: .subjectDomainName, rank: 6),
            "id": Meaning(field: .subjectUserSID, rank: 6),
        ],
        "source": ["ip": Meaning(field: .ipAddress, rank: 5), "port": Meaning(field: .ipPort, rank: 5)],
    ]

    /// Columns and keys whose value is the data of an event as JSON, XML or text.
    static let texts: Set = [
        "eventdata", "payload", "data", "message", "raw", "details", "extrafieldinfo", "allfieldinfo", "xml",
        "eventxml",
        "rawxml", "raweventdata", "parameterxml", "rendereddescription", "original", "event", "log", "description",
        "msg",
        "xmlstring", "eventoriginal", "messages",
    ]

    /// Arrays of an event's values in the order of Windows' own definition, without their names.
    static let positions: Set = [
        "stringinserts", "strings", "properties", "insertionstrings", "replacementstrings", "data", "eventdata",
        "insertstrings", "stringinsert",
    ]

    /// Arrays in which programs put records together.
    static let collections: Set = ["records", "hits", "value", "events", "results", "items", "logs"]
}
