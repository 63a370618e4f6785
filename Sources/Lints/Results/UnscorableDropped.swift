import Evaluation
import Interactions

/// Anomalies without a score that vanish from the measurements.
struct UnscorableDropped: Lint {
    static let id = "unscorable-dropped"
    static let pitfall = "anomalies that no algorithm can score are left out without a word"

    func check(_ subject: LintSubject) -> LintFinding {
        var unscorable = 0, injected = 0
        for phase in subject.test {
            // Whether there is a score is a matter of the training matrix: it is the same for every algorithm.
            let cases = phase.cases.filter(\.isInjected)
            let pairs = phase.training.indices(of: cases, in: subject.log)
            injected += cases.count
            unscorable += zip(pairs.users, pairs.resources).count { $0 < 0 || $1 < 0 }
        }
        let count = "\(unscorable) of \(injected) injected test accesses have no score"
        let policy = "the policy is \(subject.unscorable.rawValue)"
        guard unscorable > 0 else { return .pass(count + "; " + policy) }
        let isReported = subject.metrics.contains { $0.name.hasPrefix("coverage") }
        if subject.unscorable == .drop {
            return isReported
                ? .warning(count + " and are dropped; coverage is reported")
                : .failure(count + ", are dropped, and coverage is not among the metrics")
        }
        return isReported
            ? .pass(count + "; " + policy) : .warning(count + "; " + policy + "; coverage is not reported")
    }
}
