/// Makes one access of the events 5145 of one logon session, account, share and outcome: a copy job has hundreds of them, where
/// event 5140 has one.
struct ObjectCheckMerger {
    private var seen: Set<RecordFingerprint> = []

    /// Whether this is the first event of its session, share and outcome: the one that stands for them all.
    mutating func isFirst(_ event: ShareEvent) -> Bool {
        let fingerprint = RecordFingerprint { hasher in
            hasher.combine(event.tenant)
            hasher.combine(event.computer.lowercased())
            hasher.combine(event.logonID)
            // Logon ids start over when a computer does: the session of another account is another session.
            hasher.combine(event.subjectDomain.lowercased())
            hasher.combine(event.subjectUser.lowercased())
            hasher.combine(event.share.lowercased())
            hasher.combine(event.outcome)
        }
        return seen.insert(fingerprint).inserted
    }
}
