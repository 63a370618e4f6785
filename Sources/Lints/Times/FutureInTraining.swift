import AccessLogs
import Interactions

/// The future in training: every training access must come before every measured one.
struct FutureInTraining: Lint {
    static let id = "future-in-training"
    static let pitfall = "models learn from what happened after the accesses that they are measured on"

    func check(_ subject: LintSubject) -> LintFinding {
        let phases = subject.validation + subject.test
        guard phases.allSatisfy({ $0.fold.window.days != nil }) else {
            return .warning(
                "accesses are held out without regard to time: the measurements say nothing of how models age")
        }
        var narrowest = Int64.max
        for phase in phases {
            let last = phase.fold.training.lazy.map { subject.log.microseconds[$0] }.max()
            let first = phase.cases.lazy.compactMap { $0.time?.microseconds }.min()
            guard let last, let first else { continue }
            guard last < first else {
                return .failure(
                    "training goes on until \(Timestamp(microseconds: last)), the measured accesses begin at "
                        + "\(Timestamp(microseconds: first))")
            }
            narrowest = min(narrowest, first - last)
        }
        let hours = Double(narrowest) / 3.6e9
        return .pass("the last training access is at least \(Int(hours)) h before the first measured one")
    }
}
