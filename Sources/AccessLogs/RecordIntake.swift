/// What becomes of the records of one import: counted, filtered, merged.
struct RecordIntake: ~Copyable {
    private(set) var summary = ImportSummary()
    let filters: FilterPanel
    private let options: ImportOptions
    private var seen = FingerprintTable(filler: None())
    private var sessions = FingerprintTable(filler: None())

    private struct None: BitwiseCopyable {}

    /// What a record is that stands for an access.
    enum Kind: UInt8 {
        case shareAccess, objectCheck, tableRow

        init(_ kind: ShareEvent.Kind) {
            switch kind {
            case .shareAccessed: self = .shareAccess
            case .objectChecked: self = .objectCheck
            }
        }
    }

    init(_ reading: LogReading) {
        filters = reading.filters
        options = reading.options
        summary.dropped = filters.ids.map { ImportSummary.Dropped(filter: $0, count: 0) }
    }

    mutating func begin(_ log: String, format: String?) {
        summary.files.append(ImportSummary.File(name: log, format: format, records: 0, malformed: 0))
    }

    mutating func passOver(_ log: String) {
        summary.unrecognised.append(log)
    }

    /// Counts records of any kind, which belong to the log that began last.
    mutating func count(_ records: Int) {
        summary.recordsRead += records
        summary.files[summary.files.count - 1].records += records
    }

    /// Takes note of records that cannot be understood, in a log that has begun.
    ///
    /// - Throws: the error in strict mode.
    mutating func takeMalformed(_ reason: String, at location: SourceLocation) throws {
        let error = AccessLogError(reason, at: location)
        if options.strict { throw error }
        countMalformed(1, in: location.file)
        if summary.malformedExamples.count < ImportSummary.malformedExampleLimit {
            summary.malformedExamples.append(error)
        }
    }

    /// Counts records that cannot be understood.
    mutating func countMalformed(_ count: Int, in log: String) {
        summary.malformed += count
        if let file = summary.files.lastIndex(where: { $0.name == log }) { summary.files[file].malformed += count }
    }

    /// Takes note of a log that breaks off, which counts as a malformed record.
    mutating func takeDamage(_ damage: DamagedInput, at location: SourceLocation) throws {
        try takeMalformed("the file ends early: \(damage.reason).", at: location)
    }

    /// Counts a record that stands for an access, and says whether the access is kept.
    ///
    /// - Parameters:
    ///   - verdict: what the filters say of the access's account, resource and address.
    ///   - fingerprint: what tells the record from all others; nil where nothing does.
    ///   - session: for an object check what all those have in common that count once.
    mutating func keeps(
        _ kind: Kind, _ verdict: FilterPanel.Verdict, fingerprint: RecordFingerprint?, session: RecordFingerprint?
    ) -> Bool {
        switch kind {
        case .tableRow: summary.tableRows += 1
        case .shareAccess: summary.shareAccesses += 1
        case .objectCheck:
            summary.objectChecks += 1
            guard options.includeObjectChecks else {
                summary.objectChecksNotRequested += 1
                return false
            }
        }
        var dropping = filters.firstDropping(verdict)
        if let duplicates = filters.duplicates, duplicates < dropping, let fingerprint,
            !seen.insert(fingerprint, None())
        {
            dropping = duplicates
        }
        if dropping < summary.dropped.count {
            summary.dropped[dropping].count += 1
            return false
        }
        if let session, !sessions.insert(session, None()) {
            summary.mergedObjectChecks += 1
            return false
        }
        summary.accessesKept += 1
        return true
    }

    /// Makes room for a number of records, as an estimate.
    mutating func reserveCapacity(_ count: Int) {
        if filters.duplicates != nil { seen.reserveCapacity(count) }
    }

    /// Asks for the memory where a record will be looked for.
    func prefetch(_ fingerprint: RecordFingerprint) {
        seen.prefetch(fingerprint)
    }
}
