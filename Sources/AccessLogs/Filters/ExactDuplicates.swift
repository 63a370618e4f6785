/// Drops records that have been imported before: exports overlap, and a file may be given twice.
///
/// Two records are the same where computer, event log and record number are, whatever their case, or, where the log
/// does not number its records, where their raw text is. Records that merely look alike are not: a user may open one
/// share twice in a second. Rows of a table are counts and never duplicates. The import itself looks records up,
/// in their order; the filter judges none of the rest.
public struct ExactDuplicates: AccessFilter {
    public static let id = "exact-duplicates"
    public static let summary = "Drops records that have been imported before, by record number or raw text."

    public init(options: ImportOptions) {}
}

extension ShareEvent {
    /// What tells the event's record from all others; nil where nothing does.
    ///
    /// - Parameter line: the fingerprint of the record's raw text, where the log does not number its records.
    func fingerprint(line: RecordFingerprint?) -> RecordFingerprint? {
        line ?? recordNumber.map { RecordFingerprint(computer: computer, channel: channel).numbered($0) }
    }
}
