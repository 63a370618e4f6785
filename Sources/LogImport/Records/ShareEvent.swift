public import AccessLogs

/// A Windows share event (5140 or 5145) with its fields as the log spells them.
public struct ShareEvent: Hashable, Sendable {
    /// The event ids that record an access to a share.
    public enum Kind: Int, Hashable, Sendable {
        /// "A network share object was accessed": once per logon session and share.
        case shareAccessed = 5140
        /// "A network share object was checked": once per object, hundreds of times in a copy job.
        case objectChecked = 5145
    }

    /// Which event it is.
    public var kind: Kind
    /// The time as the log spells it.
    public var timestamp: String
    /// The time, where ``timestamp`` can be understood and its zone is known.
    public var time: Timestamp?
    /// The zone of a time that says none, by the definition of the log.
    var zone = RecordZone.unsaid
    /// The path of the file, of an event that names no share.
    var filePath: String?
    /// Where fields stand in the log, of an event whose shape was not known beforehand.
    var origins: [EventField: String] = [:]
    /// The event's number, of an event that is neither 5140 nor 5145.
    var number: Int?
    /// The computer that wrote the record; empty where the log does not say.
    public var computer: String
    /// The domain of the account; empty where the log does not say.
    public var subjectDomain: String
    /// The name of the account; empty where the log does not say.
    public var subjectUser: String
    /// The security identifier of the account; empty where the log does not say.
    public var subjectSID: String
    /// The logon session in unpadded hexadecimal, `0xfc635`.
    public var logonID: String
    /// The address of the client; empty where the log does not say.
    public var address: String
    /// The port of the client; empty where the log does not say.
    public var port: String
    /// The share as `\\*\NAME`.
    public var share: String
    /// The folder behind the share, on the computer that holds it; empty where the log does not say.
    public var localPath: String
    /// The file within the share, of event 5145; empty otherwise.
    public var relativeTarget: String
    /// The requested rights in unpadded hexadecimal, `0x1`.
    public var accessMask: String
    /// Whether the access was granted.
    public var outcome: AccessEvent.Outcome
    /// The organisation, where the log has a tenant column.
    public var tenant: String?
    /// The event log's name, `Security`.
    public var channel: String
    /// The record's number within its computer's channel, where the log has it.
    public var recordNumber: UInt64?

    /// An event of which nothing else is known.
    public init(kind: Kind) {
        self.kind = kind
        timestamp = ""
        computer = ""
        subjectDomain = ""
        subjectUser = ""
        subjectSID = ""
        logonID = ""
        address = ""
        port = ""
        share = ""
        localPath = ""
        relativeTarget = ""
        accessMask = ""
        outcome = .unknown
        channel = ""
    }

    /// The access that this event records.
    public func access(resourceScope scope: ResourceIdentity.Scope) -> AccessEvent {
        access(resourceScope: scope, computerNames: .asLogged)
    }

    /// The access that this event records in an import with some options.
    func access(_ options: ImportOptions) -> AccessEvent {
        access(resourceScope: options.resourceScope, computerNames: options.computerNames)
    }

    private func access(resourceScope scope: ResourceIdentity.Scope, computerNames: ComputerNames) -> AccessEvent {
        var computer = computer
        if computerNames == .short, let dot = computer.firstIndex(of: "."),
            computer[..<dot].contains(where: { !$0.isNumber })
        {
            computer = String(computer[..<dot])
        }
        return AccessEvent(
            tenant: tenant ?? AccessEvent.defaultTenant,
            user: AccountIdentity(
                domain: subjectDomain, account: subjectUser, sid: subjectSID.isEmpty ? nil : subjectSID,
                computer: computer),
            resource: ResourceIdentity(computer: computer, share: share, scope: scope),
            time: time, computer: computer.caseFolded(), sourceAddress: address, outcome: outcome)
    }

    /// About the memory that the event's texts take, in bytes.
    var byteCount: Int {
        let texts = [
            timestamp, computer, subjectDomain, subjectUser, subjectSID, logonID, address, port, share, localPath,
            relativeTarget, accessMask, tenant ?? "", channel,
        ]
        return texts.reduce(0) { $0 + $1.utf8.count }
    }

    /// Whether the event says in which logon session it was.
    var hasLogonID: Bool { !logonID.isEmpty && logonID != "-" }

    /// What all events 5145 have in common that count as one access: those of one logon session, account, share, outcome
    /// and day, of UTC. A copy job has hundreds of them, where event 5140 has one; the session of a service lasts for
    /// months, and what it does on each day counts.
    ///
    /// - Parameter access: the access that the event records.
    func session(of access: AccessEvent) -> RecordFingerprint {
        RecordFingerprint { hasher in
            hasher.combine(access.tenant)
            hasher.combine(access.computer)
            hasher.combine(hasLogonID ? logonID : "")
            hasher.combine(time?.dayNumber)
            // Logon ids start again when a computer restarts: the session of another account is another session.
            if let sid = access.user.sid, AccountIdentity.isOfOneAccount(sid) {
                hasher.combine(sid)
                hasher.combine(access.user.account)
            } else {
                hasher.combine(access.user.name)
            }
            hasher.combine(access.resource.name)
            hasher.combine(outcome)
        }
    }
}
