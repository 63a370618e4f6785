import Experiments
import Interactions
import Studies

/// How the algorithms were ranked, and what the intervals are over.
struct RankingNotes: ReportSection {
    static let id = "ranking-notes"

    func sections(on result: StudyResult) -> [Document.Section] {
        let specification = result.specification, replicates = specification.seeds.replicates
        let ranked =
            switch specification.objective.slice {
            case .macro: "the mean over the scenarios"
            case .pooled: "all scenarios together"
            case .only(let id): "the scenario \(id)"
            }
        let varying = specification.protocol.split.rule.variation
        let beginning = "Ranked on validation by \(ranked); "
        let lines =
            replicates > 1
            ? [beginning + "± is half of the 95 % t interval over", "\(replicates) replicates (\(varying))."]
            : [beginning + "with one replicate there is no interval."]
        return [Document.Section(nil, [.note(lines)] + timeless(specification))]
    }

    /// What measurements per day mean where accesses are held out without regard to time.
    private func timeless(_ specification: ExperimentSpecification) -> [Block] {
        guard specification.protocol.split.rule.isTimeless else { return [] }
        return [
            .note([
                "Held-out pairs have no time: a budget is the alerts over the whole test set, the noise rate is "
                    + "the false-positive rate, and figures per day are undefined."
            ])
        ]
    }
}
