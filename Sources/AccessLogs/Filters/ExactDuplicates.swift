/// Drops records that have been imported before: exports overlap, and a file may be given twice.
///
/// Two records are the same where computer, event log and record number are, whatever their case, or, where the log
/// does not number its records, where their raw text is. Records that merely look alike are not: a user may open one
/// share twice in a second. Rows of a table are counts and never duplicates.
public struct ExactDuplicates: AccessFilter {
    public static let id = "exact-duplicates"
    public static let summary = "Drops records that have been imported before, by record number or raw text."

    /// Sixteen bytes a record, so that millions of records fit in memory.
    private var seen: Set<RecordFingerprint> = []

    public init(options: ImportOptions) {}

    public mutating func drops(_ access: AccessEvent, from record: LogRecord) -> Bool {
        guard case .shareEvent(let event, let line) = record else { return false }
        if let line { return !seen.insert(line).inserted }
        guard let number = event.recordNumber else { return false }
        let fingerprint = RecordFingerprint { hasher in
            hasher.combine(event.computer.lowercased())
            hasher.combine(event.channel.lowercased())
            hasher.combine(number)
        }
        return !seen.insert(fingerprint).inserted
    }
}
