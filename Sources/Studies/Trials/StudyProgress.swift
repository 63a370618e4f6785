import Search
import Statistics

/// The trials that are done, over all datasets of a study.
struct StudyProgress {
    let total: Int
    var outcomes: [Int: TrialOutcome]

    init(total: Int, _ outcomes: [Int: TrialOutcome]) {
        self.total = total
        self.outcomes = outcomes
    }

    mutating func add(_ outcome: TrialOutcome) {
        outcomes[outcome.plan.number] = outcome
    }

    func event(_ selection: Selection) -> StudyEvent {
        let best = selection.ranking(of: Array(outcomes.values)).first
        return .progress(
            done: outcomes.count, total: total, failed: outcomes.values.count { $0.state == .failed },
            best: best?.measurements.estimate(metric: selection.metric, slice: selection.slice)?.value)
    }
}
