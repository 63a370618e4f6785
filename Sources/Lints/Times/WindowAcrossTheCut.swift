import AccessLogs
import Interactions

/// Counts that reach over the cut: a log that ends where the window begins must give the same training matrix.
struct WindowAcrossTheCut: Lint {
    static let id = "window-across-the-cut"
    static let pitfall = "training counts include accesses from beyond the cut"

    func check(_ subject: LintSubject) -> LintFinding {
        var compared = 0
        for phase in subject.validation + subject.test {
            let kept: [Int]
            if let days = phase.fold.window.days {
                let start = Int64(days.lowerBound) * Timestamp.day
                kept = phase.fold.training.filter { subject.log.microseconds[$0] < start }
            } else {
                let held = PairSet(of: phase.fold.window.benign)
                kept = phase.fold.training.filter {
                    !held.contains(user: subject.log.user[$0], resource: subject.log.resource[$0])
                }
            }
            let truncated = InteractionMatrix(counting: kept, of: subject.log, adding: phase.contamination)
            guard truncated.counts == phase.training.counts else {
                return .failure(
                    "a log without the window's accesses gives \(truncated.pairCount) training pairs with other counts "
                        + "than the \(phase.training.pairCount) that models learn from")
            }
            compared += 1
        }
        return .pass("\(compared) training matrices are the same when the log ends before the window")
    }
}

extension PairSet {
    fileprivate init(of cases: [LabeledAccess]) {
        self.init()
        for access in cases { insert(user: access.user, resource: access.resource) }
    }
}
