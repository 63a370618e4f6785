import Files
import LogImport
import Statistics

/// What was read of logs, what was kept and dropped, and why.
struct ImportFacts: ReportSection {
    static let id = "import-facts"

    func sections(on summary: ImportSummary) -> [Document.Section] {
        var facts: [Block.Fact] = [
            .init(
                "read",
                "\(Number.counted(summary.recordsRead, "record")) of \(Number.counted(summary.files.count, "file")): "
                    + "\(Number.grouped(summary.shareAccesses)) of event 5140, "
                    + "\(Number.grouped(summary.objectChecks)) of event 5145, "
                    + "\(Number.counted(summary.tableRows, "table row"))"),
            .init("kept", Number.counted(summary.accessesKept, "access", "accesses")),
        ]
        facts += summary.dropped.filter { $0.count > 0 }.map {
            .init("dropped", "\(Number.grouped($0.count)) by \($0.filter)")
        }
        if summary.objectChecksNotRequested > 0 {
            facts.append(
                .init(
                    "left out",
                    "\(Number.grouped(summary.objectChecksNotRequested)) events 5145 (--include-5145 counts them)"))
        }
        if summary.mergedObjectChecks > 0 {
            facts.append(
                .init(
                    "merged",
                    "\(Number.grouped(summary.mergedObjectChecks)) events 5145 into others of their session and day"))
        }
        facts += ImportNotes.joins(summary).map { .init("joined", $0) }
        facts += ImportNotes.assumptions(summary).map { .init("note", $0) }
        if let carved = ImportNotes.carved(summary) { facts.append(.init("carved", carved)) }
        facts += unclear(summary)
        facts += malformed(summary)
        facts += summary.files.filter { $0.format == nil }.map { .init("empty", $0.name) }
        facts += summary.unrecognized.map { .init("skipped", "\($0): its format is not recognised") }
        facts += summary.unread.map { input in
            let what =
                switch input.cause {
                case .leftOut: "skipped"
                case .failed: input.isPartlyRead ? "in part" : "not read"
                }
            return .init(what, "\(input.file): \(input.reason)")
        }
        if summary.files.count > 1 {
            facts += summary.files.filter(\.isMalformed).map {
                .init(
                    "not read", "\($0.name): none of \(Number.counted($0.records, "record")) could be understood")
            }
        }
        return [Document.Section(nil, [.facts(facts, nameWidth: "malformed".count)])]
    }

    private func unclear(_ summary: ImportSummary) -> [Block.Fact] {
        guard let note = ImportNotes.unclear(summary) else { return [] }
        return [.init("unclear", note)] + summary.unclearExamples.map { Block.Fact("", "\($0)") }
    }

    private func malformed(_ summary: ImportSummary) -> [Block.Fact] {
        guard summary.malformed > 0 else { return [] }
        let examples = summary.malformedExamples.map { Block.Fact("", "\($0)") }
        let more = summary.malformed > summary.malformedExamples.count ? [Block.Fact("", "…")] : []
        return [.init("malformed", Number.counted(summary.malformed, "record"))] + examples + more
    }
}
