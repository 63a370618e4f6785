package import LogImport
import Statistics

/// How much of the logs that were to be scored could be read and scored: whether no alert means a quiet day or unread
/// logs.
package struct ScoringCoverage: Sendable {
    private let summary: ImportSummary
    private let scored: Int
    private let considered: Int

    /// - Parameters:
    ///   - summary: what became of the records.
    ///   - considered: the accesses that the filters left.
    ///   - unscored: those among them that have no score, because their user or resource is not in training.
    package init(_ summary: ImportSummary, considered: Int, unscored: Int) {
        self.summary = summary
        self.considered = considered
        scored = considered - unscored
    }

    /// Whether the logs had a record, or at least the form of a log without one.
    package var hasLog: Bool { summary.hasLog }

    /// Why the absence of an alert says nothing; nil where something was scored, or there was nothing to score.
    package var blindness: String? {
        if let blindness = summary.blindness { return blindness }
        if considered > 0, scored == 0 {
            return
                "all \(Number.counted(considered, "access", "accesses")) are of users or resources that training does not "
                + "know, so that nothing was scored: is this the right bundle for these logs?"
        }
        return nil
    }
}

extension ImportSummary {
    /// What the filters dropped; nil where they dropped nothing.
    ///
    /// - Parameter bundled: the filters that count because the bundle names them.
    package func droppedByFilters(bundled: Set<String>) -> String? {
        let dropping = dropped.filter { $0.count > 0 }
        guard !dropping.isEmpty else { return nil }
        let total = dropping.reduce(0) { $0 + $1.count }
        let list = dropping.map {
            "\($0.count) by \($0.filter)" + (bundled.contains($0.filter) ? " of the bundle" : "")
        }
        return "filters dropped \(total) of \(Number.counted(total + accessesKept, "access", "accesses")): "
            + list.joined(separator: ", ") + "; --filter none drops nothing"
    }

    /// Why nothing of the input could be scored; nil where a record was understood, or there was none to understand.
    var blindness: String? {
        let unknown = malformed + remarks.unclear
        if recordsRead > 0, accessesKept == 0, dropped.allSatisfy({ $0.count == 0 }), objectChecksNotRequested == 0 {
            if recordsRead == malformed {
                return "none of \(Number.counted(malformed, "record")) could be understood, so that nothing was scored"
            }
            if unknown > 0 {
                return
                    "\(Number.counted(unknown, "record")) could not be understood, and no other is an access, so that "
                    + "nothing was scored"
            }
        }
        if recordsRead == 0, !unrecognized.isEmpty {
            return "the input holds no record of a format that is known, so that nothing was scored"
        }
        return nil
    }

    /// Whether the logs had a record, or at least the form of a log without one.
    package var hasLog: Bool { recordsRead > 0 || files.contains { $0.format != nil } }
}
