import AccessLogs

extension RawShareEvent {
    /// The fingerprint of the fields that tell the account and its tenant; nil where they are too long for one.
    ///
    /// Whatever depends on these fields alone depends on the fingerprint alone.
    ///
    /// - Parameter hash: a hash to which nothing was added.
    func userSpelling(_ hash: KeyedHash) -> RecordFingerprint? {
        let domain = self[.subjectDomainName], name = self[.subjectUserName]
        var hash = hash
        guard hash.add(padded: self[.tenant], domain, name, self[.subjectUserSID]),
            !name.isEmpty || hash.add(padded: self[.account]),
            // An account without a domain, or with "-" or ".", is one of the computer.
            domain.count > 1 || hash.add(padded: self[.computer])
        else { return nil }
        return hash.fingerprint
    }

    /// The fingerprint of the fields that tell the resource and its tenant.
    func resourceSpelling(_ hash: KeyedHash, _ scope: ResourceIdentity.Scope) -> RecordFingerprint? {
        var hash = hash
        guard hash.add(padded: self[.tenant], self[.shareName]), scope == .share || hash.add(padded: self[.computer])
        else { return nil }
        return hash.fingerprint
    }

    /// The fingerprint of the fields that tell the outcome, and of the address where it matters.
    func outcomeSpelling(_ hash: KeyedHash, _ filters: FilterPanel) -> RecordFingerprint? {
        var hash = hash
        guard hash.add(impliesSuccess ? 1 : 0, 0), hash.add(padded: self[.keywords], self[.eventType]),
            !filters.judgesAddresses || hash.add(padded: self[.ipAddress])
        else { return nil }
        return hash.fingerprint
    }

    /// The fingerprint of the fields that tell the session of an object check, on its day.
    ///
    /// - Parameter spellings: the fingerprints of account, resource and outcome.
    func sessionSpelling(
        _ hash: KeyedHash,
        _ spellings: (user: RecordFingerprint, resource: RecordFingerprint, result: RecordFingerprint),
        _ time: Timestamp
    ) -> RecordFingerprint? {
        var hash = hash
        guard hash.add(spellings.user.first, spellings.user.second),
            hash.add(spellings.resource.first, spellings.resource.second),
            hash.add(spellings.result.first, spellings.result.second),
            hash.add(UInt64(bitPattern: Int64(time.dayNumber)), 0),
            hash.add(padded: self[.computer], self[.subjectLogonID])
        else { return nil }
        return hash.fingerprint
    }

    /// The fingerprint of the fields that tell the event log in which the record has its number.
    func eventLogSpelling(_ hash: KeyedHash) -> RecordFingerprint? {
        var hash = hash
        guard hash.add(padded: self[.computer], self[.channel]) else { return nil }
        return hash.fingerprint
    }
}
