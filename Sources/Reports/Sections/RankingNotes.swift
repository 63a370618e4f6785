import Experiments
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
        let varying =
            switch specification.protocol.split {
            case .time: "injection and start vary"
            case .walkForward(let split): "injection and start vary; validation has \(split.windows) windows in each"
            case .pairs: "injection, validation pairs and start vary"
            case .leaveOut, .leaveTenantsOut: "injection, what validation leaves out, and start vary"
            }
        let beginning = "Ranked on validation by \(ranked); "
        let lines =
            replicates > 1
            ? [beginning + "± is half of the 95 % t interval over", "\(replicates) replicates (\(varying))."]
            : [beginning + "with one replicate there is no interval."]
        return [Document.Section(nil, [.note(lines)] + timeless(specification))]
    }

    /// What measurements per day mean where accesses are held out without regard to time.
    private func timeless(_ specification: ExperimentSpecification) -> [Block] {
        switch specification.protocol.split {
        case .time, .walkForward, .leaveTenantsOut: []
        case .pairs, .leaveOut:
            [
                .note([
                    "Held-out pairs have no time: a budget is the alerts over the whole test set, the noise rate is "
                        + "the false-positive rate, and figures per day are undefined."
                ])
            ]
        }
    }
}
