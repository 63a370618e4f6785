package import Files
package import LogImport
import Statistics

extension ImportSummary {
    /// Whether a record or a file was not understood, or could not be read.
    package var isWorthReading: Bool {
        malformed > 0 || remarks.unclear > 0 || !unrecognized.isEmpty || !isComplete
    }

    /// Why nothing is left of the logs, and how to keep something.
    package var nothingLeft: FileError {
        let dropped = self.dropped.filter { $0.count > 0 }.sorted { $0.count > $1.count }
        var reasons = dropped.map { "\($0.filter) dropped \($0.count) (--keep \($0.filter) keeps them)" }
        if objectChecksNotRequested > 0 {
            reasons.append("\(objectChecksNotRequested) events 5145 were not asked for (--include-5145)")
        }
        if malformed > 0, let first = malformedExamples.first {
            let sentence = "\(first)"
            reasons.append(
                "malformed: \(Number.counted(malformed, "record")), the first: "
                    + (sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence))
        }
        if let unclear = ImportNotes.unclear(self) {
            let first = unclearExamples.first.map { ", the first: " + "\($0)".dropLast() } ?? ""
            reasons.append(unclear + first)
        }
        guard !reasons.isEmpty else {
            if recordsRead == 0 {
                let names = files.prefix(3).map(\.name).joined(separator: ", ")
                return FileError("no access was found: there is no record in \(names.isEmpty ? "the input" : names)")
            }
            return FileError(
                "no access was found in \(Number.counted(recordsRead, "record")): none of them is an event 5140 or 5145 or a row "
                    + "of a table")
        }
        let remedy = dropped.isEmpty ? "" : "; --filter none drops nothing"
        return FileError("no access is left: " + reasons.joined(separator: "; ") + remedy)
    }
}
