public import Files
public import LogImport

/// An import's summary for a terminal.
public struct ImportReport: Sendable {
    private let summary: ImportSummary

    public init(_ summary: ImportSummary) {
        self.summary = summary
    }

    public var text: String {
        var lines = [
            "read       \(Number.counted(summary.recordsRead, "record")) of "
                + "\(Number.counted(summary.files.count, "file")): \(Number.grouped(summary.shareAccesses)) of event "
                + "5140, \(Number.grouped(summary.objectChecks)) of event 5145, "
                + "\(Number.counted(summary.tableRows, "table row"))",
            "kept       \(summary.accessesKept == 1 ? "1 access" : "\(Number.grouped(summary.accessesKept)) accesses")",
        ]
        lines += summary.dropped.filter { $0.count > 0 }.map {
            "dropped    \(Number.grouped($0.count)) by \($0.filter)"
        }
        if summary.objectChecksNotRequested > 0 {
            lines.append(
                "left out   \(Number.grouped(summary.objectChecksNotRequested)) events 5145 (--include-5145 counts them)"
            )
        }
        if summary.mergedObjectChecks > 0 {
            lines.append(
                "merged     \(Number.grouped(summary.mergedObjectChecks)) events 5145 into others of their session")
        }
        if summary.malformed > 0 {
            lines.append("malformed  \(Number.counted(summary.malformed, "record"))")
            lines += summary.malformedExamples.map { "           \($0)" }
            if summary.malformed > summary.malformedExamples.count { lines.append("           …") }
        }
        lines += summary.files.filter { $0.format == nil }.map { "empty      \($0.name)" }
        lines += summary.unrecognized.map { "skipped    \($0): its format is not recognised" }
        lines += summary.unread.map { input in
            let what =
                switch input.cause {
                case .leftOut: "skipped    "
                case .failed: input.isPartlyRead ? "in part    " : "not read   "
                }
            return "\(what)\(input.file): \(input.reason)"
        }
        if summary.files.count > 1 {
            lines += summary.files.filter(\.isMalformed).map {
                "not read   \($0.name): none of \(Number.counted($0.records, "record")) could be understood"
            }
        }
        return lines.map(VisibleText.line).joined(separator: "\n") + "\n"
    }

    /// Whether a record or a file was not understood, or could not be read.
    public var isWorthReading: Bool {
        summary.malformed > 0 || !summary.unrecognized.isEmpty || !summary.isComplete
    }

    /// Why nothing is left of the logs, and how to keep something.
    public var nothingLeft: FileError {
        let dropped = summary.dropped.filter { $0.count > 0 }.sorted { $0.count > $1.count }
        var reasons = dropped.map { "\($0.filter) dropped \($0.count) (--keep \($0.filter) keeps them)" }
        if summary.objectChecksNotRequested > 0 {
            reasons.append("\(summary.objectChecksNotRequested) events 5145 were not asked for (--include-5145)")
        }
        if summary.malformed > 0, let first = summary.malformedExamples.first {
            let sentence = "\(first)"
            reasons.append(
                "malformed: \(Number.counted(summary.malformed, "record")), the first: "
                    + (sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence))
        }
        guard !reasons.isEmpty else {
            if summary.recordsRead == 0 {
                let names = summary.files.prefix(3).map(\.name).joined(separator: ", ")
                return FileError("no access was found: there is no record in \(names.isEmpty ? "the input" : names)")
            }
            return FileError(
                "no access was found in \(Number.counted(summary.recordsRead, "record")): none of them is an event 5140 or 5145 or a row "
                    + "of a table")
        }
        let remedy = dropped.isEmpty ? "" : "; --filter none drops nothing"
        return FileError("no access is left: " + reasons.joined(separator: "; ") + remedy)
    }
}
