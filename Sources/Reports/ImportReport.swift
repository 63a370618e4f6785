public import AccessLogs
public import Datasets

/// An import's summary for a terminal.
public struct ImportReport: Sendable {
    private let summary: ImportSummary

    public init(_ summary: ImportSummary) {
        self.summary = summary
    }

    public var text: String {
        var lines = [
            "read       \(Number.grouped(summary.recordsRead)) records of \(Number.grouped(summary.files.count)) files: "
                + "\(Number.grouped(summary.shareAccesses)) events 5140, \(Number.grouped(summary.objectChecks)) events "
                + "5145, \(Number.grouped(summary.tableRows)) rows of tables",
            "kept       \(Number.grouped(summary.accessesKept)) accesses",
        ]
        lines += summary.dropped.filter { $0.count > 0 }.map { "dropped    \(Number.grouped($0.count)) by \($0.filter)" }
        if summary.objectChecksNotRequested > 0 {
            lines.append(
                "left out   \(Number.grouped(summary.objectChecksNotRequested)) events 5145 (--include-5145 counts them)")
        }
        if summary.mergedObjectChecks > 0 {
            lines.append(
                "merged     \(Number.grouped(summary.mergedObjectChecks)) events 5145 into others of their session")
        }
        if summary.malformed > 0 {
            lines.append("malformed  \(Number.grouped(summary.malformed)) records")
            lines += summary.malformedExamples.map { "           \($0)" }
            if summary.malformed > summary.malformedExamples.count { lines.append("           …") }
        }
        lines += summary.files.filter { $0.format == nil }.map { "empty      \($0.name)" }
        lines += summary.unrecognised.map { "skipped    \($0): its format is not recognised" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Why nothing is left of the logs, and how to keep something.
    public var nothingLeft: DatasetError {
        let dropped = summary.dropped.filter { $0.count > 0 }.sorted { $0.count > $1.count }
        var reasons = dropped.map { "\($0.filter) dropped \($0.count) (--keep \($0.filter) keeps them)" }
        if summary.objectChecksNotRequested > 0 {
            reasons.append("\(summary.objectChecksNotRequested) events 5145 were not asked for (--include-5145)")
        }
        if summary.malformed > 0, let first = summary.malformedExamples.first {
            let sentence = "\(first)"
            reasons.append(
                "\(summary.malformed) records are malformed, the first: "
                    + (sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence))
        }
        guard !reasons.isEmpty else {
            return DatasetError(
                "no access was found in \(summary.recordsRead) records: none of them is an event 5140 or 5145 or a row "
                    + "of a table")
        }
        let remedy = dropped.isEmpty ? "" : "; --filter none drops nothing"
        return DatasetError("no access is left: " + reasons.joined(separator: "; ") + remedy)
    }
}
