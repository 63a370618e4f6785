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
    /// The time, where ``timestamp`` can be understood; a time without a zone is UTC.
    public var time: Timestamp?
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
        AccessEvent(
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

    /// What all events 5145 have in common that count as one access: those of one logon session, account, share and
    /// outcome. A copy job has hundreds of them, where event 5140 has one.
    var session: RecordFingerprint {
        RecordFingerprint { hasher in
            hasher.combine(tenant)
            hasher.combine(computer.caseFolded())
            hasher.combine(logonID)
            // Logon ids start again when a computer restarts: the session of another account is another session.
            hasher.combine(subjectDomain.caseFolded())
            hasher.combine(subjectUser.caseFolded())
            hasher.combine(share.caseFolded())
            hasher.combine(outcome)
        }
    }
}
