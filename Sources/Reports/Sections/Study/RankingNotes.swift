import Evaluation
import Experiments
import Interactions
import Statistics
import Studies

/// How the algorithms were ranked, and what the intervals are over.
struct RankingNotes: ReportSection {
    static let id = "ranking-notes"

    func sections(on result: StudyResult) -> [Document.Section] {
        let specification = result.specification
        let ranked =
            switch specification.objective.slice {
            case .macro: "the mean over the scenarios"
            case .pooled: "all scenarios together"
            case .only(let id): "the scenario \(id)"
            }
        let beginning =
            "Ranked on validation by \(ranked), whose measurements have no ±: the settings were chosen by them."
        return [Document.Section(nil, [.note([beginning] + intervals(of: result))] + timeless(specification))]
    }

    /// What the intervals of the sealed test cover, and what they do not.
    private func intervals(of result: StudyResult) -> [String] {
        let entries = result.datasets.flatMap(\.ranking)
        let counts = Set(entries.map { Set($0.test.map(\.replicate)).count }).sorted()
        let methods = entries.flatMap(\.testMeans).compactMap { $0.interval == nil ? nil : $0.method }
        guard !methods.isEmpty else { return ["There are no intervals."] }
        let replicates = counts.map(String.init).joined(separator: " or ")
        let repeated =
            counts == [1]
            ? "of one replicate"
            : "over \(replicates) replicates (\(result.specification.protocol.split.rule.variation))"
        let covered =
            methods.contains { $0.hasPrefix("nested") || $0.hasPrefix("intervals of") }
            ? [
                "± is half of the 95 % interval of the sealed test, \(repeated): this log, with other injections and",
                "starts, and other benign users and days like these. What it does not cover: another organisation.",
            ]
            : [
                "± is half of the 95 % interval over the replicates alone, \(repeated): what their common cases vary by",
                "is not stored, so that it is too narrow.",
            ]
        return covered + [
            "Budgets '@N' count all alerts, benign and injected; a promise counts benign alerts."
        ]
    }

    /// What measurements per day mean where accesses are held out without regard to time.
    private func timeless(_ specification: ExperimentSpecification) -> [Block] {
        guard specification.protocol.split.rule.isTimeless else { return [] }
        return [
            .note([
                "Held-out pairs have no time: a budget is the alerts over the whole test set, the noise rate is "
                    + "the false-positive rate, and numbers per day are undefined."
            ])
        ]
    }
}
