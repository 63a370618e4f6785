import AccessLogs
import Files

/// What becomes of the records of one import: counted, filtered, merged.
struct RecordIntake: ~Copyable {
    private(set) var summary = ImportSummary()
    let filters: FilterPanel
    private let options: ImportOptions
    private let limits: InputLimits
    private let endsAtFailure: Bool
    /// The memory that the names of the files take.
    private var fileNameBytes = 0
    /// The log that had the last record.
    private var lastRead = ""
    /// Why the first file that failed could not be read.
    private var firstFailure: FileError?
    private var seen = FingerprintTable(filler: None())
    /// The number of each session, in the order in which they were met.
    private var sessions = FingerprintTable(filler: Int32(0))
    private var sessionCount: Int32 = 0

    private struct None: BitwiseCopyable {}

    /// - Parameter endsAtFailure: whether the import ends with the first file that cannot be read.
    init(filters: FilterPanel, options: ImportOptions, limits: InputLimits, endsAtFailure: Bool) {
        self.filters = filters
        self.options = options
        self.limits = limits
        self.endsAtFailure = endsAtFailure
        summary.dropped = filters.ids.map { ImportSummary.Dropped(filter: $0, count: 0) }
    }

    mutating func begin(_ log: String, format: String?) throws {
        try hold(log)
        summary.files.append(ImportSummary.File(name: log, format: format))
    }

    mutating func passOver(_ log: String) throws {
        try hold(log)
        summary.unrecognized.append(log)
    }

    /// Takes note of something that is not read.
    ///
    /// - Throws: ``FileError`` in strict mode where it should have been read.
    mutating func leaveOut(_ input: UnreadInput) throws {
        if options.strict && input.cause == .failed {
            throw FileError(input.reason, at: InputLocation(file: input.file))
        }
        try hold(input.file)
        summary.unread.append(input)
    }

    /// Takes note of what the folders among the inputs hold beside files.
    ///
    /// - Throws: the first failure where the import ends with it.
    mutating func leaveOut(_ inputs: [UnreadInput]) throws {
        for input in inputs {
            if input.cause == .failed {
                try takeFailure(FileError(input.reason, at: InputLocation(file: input.file)), of: input.file)
            } else {
                try leaveOut(input)
            }
        }
    }

    /// Takes note of a file that cannot be read, or not any further.
    ///
    /// - Throws: the error where the import ends with it.
    mutating func takeFailure(_ error: FileError, of file: String) throws {
        let error = FileError(error.sentence, at: error.location ?? InputLocation(file: file))
        if endsAtFailure { throw error }
        firstFailure = firstFailure ?? error
        try leaveOut(
            UnreadInput(file: file, cause: .failed, reason: error.sentence, isPartlyRead: isPartlyRead(file)))
    }

    /// Whether a record of a file, or of an archive's member, has been read.
    private func isPartlyRead(_ file: String) -> Bool {
        lastRead == file || lastRead.hasPrefix(file + "!")
    }

    /// Counts the name of a file, which stays in the summary.
    ///
    /// - Throws: ``FileError`` where there are too many.
    private mutating func hold(_ name: String) throws {
        fileNameBytes += name.utf8.count + InputLimits.nameAllowance
        guard fileNameBytes <= limits.nameBytes else {
            throw FileError(
                "the inputs hold so many files that their names alone take more than \(limits.nameBytes >> 20) MiB of "
                    + "memory; import them in parts.")
        }
    }

    /// What was found, at the end.
    ///
    /// - Throws: ``FileError`` where nothing could be read and some file failed.
    func finish() throws -> ImportSummary {
        if summary.recordsRead == 0, let firstFailure { throw firstFailure }
        return summary
    }

    /// Counts records of any kind, which belong to the log that began last.
    mutating func count(_ records: Int) {
        summary.recordsRead += records
        let file = summary.files.count - 1
        if summary.files[file].records == 0 && records > 0 { lastRead = summary.files[file].name }
        summary.files[file].records += records
    }

    /// Counts records that are no share events and no rows, which belong to the log that began last.
    mutating func countOther(_ records: Int) {
        summary.files[summary.files.count - 1].otherRecords += records
    }

    /// Takes note of records that cannot be understood, in a log that has begun.
    ///
    /// - Throws: the error in strict mode.
    mutating func takeMalformed(_ reason: String, at location: InputLocation) throws {
        let error = FileError(reason, at: location)
        if options.strict { throw error }
        if let file = countMalformed(1, in: location.file), summary.files[file].firstMalformed == nil {
            summary.files[file].firstMalformed = error
        }
        if summary.malformedExamples.count < ImportSummary.malformedExampleLimit {
            summary.malformedExamples.append(error)
        }
    }

    /// Counts records that cannot be understood.
    ///
    /// - Returns: the index of their log in the summary, which began last; nil where none of that name did.
    @discardableResult
    mutating func countMalformed(_ count: Int, in log: String) -> Int? {
        summary.malformed += count
        guard let file = summary.files.indices.last, summary.files[file].name == log else { return nil }
        summary.files[file].malformed += count
        return file
    }

    /// Takes note of a log that breaks off, which counts as a malformed record too.
    mutating func takeDamage(_ damage: DamagedInput, at location: InputLocation) throws {
        let reason = "the file is damaged: \(damage.explanation)."
        try takeMalformed(reason, at: location)
        try leaveOut(
            UnreadInput(
                file: location.file, cause: .failed, reason: reason, isPartlyRead: isPartlyRead(location.file)))
    }

    /// Counts a record that stands for an access, and says whether the access is kept.
    ///
    /// - Parameter session: for an object check, the fingerprint of its session, whose checks count once.
    @inline(__always)
    mutating func admit(_ record: RecordBatch.Record, session: RecordFingerprint?) -> Admission {
        switch record.kind {
        case .tableRow: summary.tableRows += 1
        case .shareAccess: summary.shareAccesses += 1
        case .objectCheck:
            summary.objectChecks += 1
            guard options.includeObjectChecks else {
                summary.objectChecksNotRequested += 1
                return .dropped
            }
        }
        var dropping = filters.firstDropping(record.verdict)
        if let duplicates = filters.duplicates, duplicates < dropping, record.hasFingerprint,
            !seen.insert(record.fingerprint, None())
        {
            dropping = duplicates
        }
        if dropping < summary.dropped.count {
            summary.dropped[dropping].count += 1
            return .dropped
        }
        if let session {
            if let known = sessions[session] {
                summary.mergedObjectChecks += 1
                return .session(Int(known), isFirst: false)
            }
            sessions.insert(session, sessionCount)
            sessionCount += 1
            summary.accessesKept += 1
            return .session(Int(sessionCount) - 1, isFirst: true)
        }
        summary.accessesKept += 1
        return .kept
    }

    /// What becomes of a record that stands for an access.
    enum Admission {
        case dropped, kept
        /// An object check, which counts with all others of its session. Sessions are numbered from zero.
        case session(Int, isFirst: Bool)
    }

    /// Takes note of what was assumed of records, and of those that are not clear.
    mutating func note(_ remarks: ImportRemarks) {
        summary.remarks += remarks
    }

    /// Takes note of a record that has the number of a share event in it and is none.
    mutating func takeUnclear(_ reason: String, at location: InputLocation) {
        guard summary.unclearExamples.count < ImportSummary.unclearExampleLimit else { return }
        summary.unclearExamples.append(FileError(reason, at: location))
    }

    /// Makes room for `factor` times as many records as were read, as an estimate.
    mutating func reserveCapacity(times factor: Double) {
        guard filters.duplicates != nil else { return }
        seen.reserveCapacity(Int(min(Self.largestReserve, factor * Double(summary.recordsRead))))
    }

    /// The most records for which room is made.
    private static let largestReserve = 6.4e7

    /// Prefetches the slot where the search for a record begins.
    func prefetch(_ fingerprint: RecordFingerprint) {
        seen.prefetch(fingerprint)
    }
}
