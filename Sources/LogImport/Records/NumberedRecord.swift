import AccessLogs

/// What tells a record of an event log that numbers its records from all others.
///
/// The number alone does not: whoever can make records could hide one behind another of the same number, and the
/// numbers start again on a new computer. So everything counts that an import takes from the record. The time counts to
/// the second: some formats have ticks of 100 ns, others milliseconds or neither, and all cut off the rest.
struct NumberedRecord {
    /// The fingerprint of the computer and its event log.
    var eventLog: RecordFingerprint
    var number: UInt64
    var kind: ShareEvent.Kind
    var time: Timestamp
    var outcome: AccessEvent.Outcome
    /// ``AccessEvent/userTrait``.
    var userTrait: UInt64
    /// ``ShareEvent/shareTrait``.
    var shareTrait: UInt64

    /// - Parameters:
    ///   - address: from where the user came; sixteen bytes can be read behind it.
    ///   - hash: a hash to which nothing was added.
    /// - Returns: nil where the address is too long for a fingerprint.
    @inline(__always)
    func fingerprint(paddedAddress address: UnsafeBufferPointer<UInt8>, _ hash: KeyedHash) -> RecordFingerprint? {
        var hash = hash
        let traits = UInt64(kind.rawValue) << 8 | UInt64(outcome.rawValue)
        guard hash.add(eventLog.first, eventLog.second), hash.add(number, UInt64(bitPattern: time.second)),
            hash.add(userTrait, shareTrait), hash.add(traits, 0), hash.add(padded: address)
        else { return nil }
        return hash.fingerprint
    }
}

extension ShareEvent {
    /// What tells the event's record from all others; nil where nothing does.
    ///
    /// - Parameters:
    ///   - line: the fingerprint of the record's raw text, where the log does not number its records.
    ///   - access: the access that the event records.
    func fingerprint(line: RecordFingerprint?, of access: AccessEvent) -> RecordFingerprint? {
        if let line { return line }
        guard let recordNumber, let time else { return nil }
        let record = NumberedRecord(
            eventLog: RecordFingerprint(computer: computer, channel: channel), number: recordNumber, kind: kind,
            time: time, outcome: outcome, userTrait: access.userTrait,
            shareTrait: shareTrait)
        var address = Array(address.utf8)
        let length = address.count
        address += repeatElement(0, count: 16)
        let numbered = address.withUnsafeBufferPointer {
            record.fingerprint(paddedAddress: UnsafeBufferPointer(rebasing: $0[..<length]), KeyedHash())
        }
        guard kind == .objectChecked, let numbered else { return numbered }
        // Whether an object check counts depends on its session.
        return numbered.within(session(of: access))
    }

    /// The share and its tenant in a word, for comparing records within one run of the program. The computer is told by
    /// the event log.
    var shareTrait: UInt64 {
        var hasher = Hasher()
        hasher.combine(tenant)
        hasher.combine(ResourceIdentity(computer: "", share: share, scope: .share))
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

extension AccessEvent {
    /// The account and its tenant in a word, for comparing records within one run of the program.
    var userTrait: UInt64 {
        var hasher = Hasher()
        hasher.combine(tenant)
        // Of the security identifier, which some exports leave out, only what a filter checks: a forged record that the
        // filter drops must not count as the true one.
        hasher.combine(user.name)
        hasher.combine(user.isAnonymous)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

extension RecordFingerprint {
    /// The fingerprint of the record of an object check, of which its session counts too.
    func within(_ session: RecordFingerprint) -> RecordFingerprint {
        RecordFingerprint {
            $0.combine(self)
            $0.combine(session)
        }
    }
}
