import AccessLogs
import Files

extension ShareEvent.Kind {
    /// The kind that an event id as text means; nil for every other event.
    init?(eventID: some Sequence<UInt8>) {
        var number = 0
        for byte in eventID {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = byte, number < 1000,
                number > 0 || byte > UInt8(ascii: "0")
            else { return nil }
            number = 10 * number + Int(byte - UInt8(ascii: "0"))
        }
        self.init(rawValue: number)
    }
}

extension ShareEvent {
    /// A share event from the fields of a record.
    ///
    /// - Parameter field: the text of a field; empty, or a word for nothing, where the record does not have it.
    /// - Throws: ``MalformedRecord`` where the record does not say who, what or when.
    init(kind: Kind, text field: (EventField) -> String) throws(MalformedRecord) {
        self.init(kind: kind)
        func text(_ name: EventField) -> String { AbsentValue.removed(from: field(name)) }
        timestamp = Self.firstTime(text)
        guard !timestamp.isEmpty else { throw MalformedRecord(reason: "the event has no time.") }
        // Times of other spellings are read where it is known how this log writes dates.
        time = Timestamp(iso8601: timestamp)
        computer = text(.computer)
        channel = text(.channel)
        recordNumber = UInt64(text(.recordNumber))
        try NameLength.check(computer, of: "computer's name")
        let tenant = text(.tenant)
        try NameLength.check(tenant, of: "tenant")
        self.tenant = tenant.isEmpty ? nil : tenant
        outcome = EventFieldText.outcome(keywords: text(.keywords), eventType: text(.eventType))

        subjectSID = text(.subjectUserSID)
        subjectUser = text(.subjectUserName)
        subjectDomain = text(.subjectDomainName)
        if subjectUser.isEmpty { setSubject(account: text(.account)) }
        guard !subjectUser.isEmpty || AccountIdentity.isSID(subjectSID) else {
            throw MalformedRecord(reason: "the event names no account.")
        }
        try NameLength.check(subjectUser, of: "account's name")
        try NameLength.check(subjectDomain, of: "domain's name")
        try NameLength.check(subjectSID, of: "security identifier", longest: NameLength.longestSID)
        logonID = EventFieldText.unpadded(text(.subjectLogonID))

        share = text(.shareName)
        guard !share.isEmpty else { throw MalformedRecord(reason: "the event names no share.") }
        try NameLength.check(share, of: "share's name", longest: NameLength.longestPath)
        localPath = text(.shareLocalPath)
        // A file may have such a name.
        relativeTarget = kind == .objectChecked ? field(.relativeTargetName) : text(.relativeTargetName)
        accessMask = EventFieldText.unpadded(text(.accessMask))
        address = text(.ipAddress)
        try NameLength.check(address, of: "address")
        port = text(.ipPort)
    }

    private static func firstTime(_ text: (EventField) -> String) -> String {
        for field in EventField.times {
            let time = text(field)
            if !time.isEmpty { return time }
        }
        return ""
    }

    /// Takes the subject from the one column that Log Analytics makes of domain and account.
    private mutating func setSubject(account: String) {
        guard let separator = account.firstIndex(of: "\\") else {
            subjectUser = account
            return
        }
        subjectUser = String(account[account.index(after: separator)...])
        if subjectDomain.isEmpty { subjectDomain = String(account[..<separator]) }
    }
}
