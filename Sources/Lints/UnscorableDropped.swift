import Evaluation
import Interactions

/// Anomalies without a score that vanish from the measurements.
struct UnscorableDropped: Lint {
    static let id = "unscorable-dropped"
    static let pitfall = "anomalies that a model cannot score are left out without a word"
    static let stage = LintStage.prepared

    func check(_ subject: LintSubject) throws -> LintFinding {
        var unscorable = 0, injected = 0
        for phase in subject.test {
            let indices = phase.cases.indices.filter { phase.cases[$0].isInjected }
            injected += indices.count
            unscorable += try subject.scores(phase, indices).count { $0 == nil }
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
