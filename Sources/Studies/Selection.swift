import Detectors
import Parameters
import Search
import Statistics

/// Which trial is the best of those that completed: chosen on validation measurements alone.
struct Selection {
    let metric: String
    let slice: String
    let maximize: Bool
    let tieBreaker: (metric: String, maximize: Bool)?
    let rule: Rule

    enum Rule {
        /// The best mean.
        case best
        /// The simplest trial that is no worse than the best by more than one standard error of the difference between
        /// the two over the replicates (after Breiman et al., "Classification and regression trees", 1984, section
        /// 3.4.3, with the error of the paired difference).
        case oneStandardError
    }

    /// The best trial of one algorithm.
    ///
    /// - Returns: nil where no trial has a value of the objective.
    func best(of outcomes: [TrialOutcome], parameters: ParameterList) -> TrialOutcome? {
        let ranked = ranking(of: outcomes)
        guard let best = ranked.first else { return nil }
        guard rule == .oneStandardError, let reference = gains(of: best) else { return best }
        let simple = ranked.filter { candidate in
            guard let gains = gains(of: candidate), gains.count == reference.count else { return false }
            let differences = zip(reference, gains).map { $0 - $1 }
            let mean = differences.reduce(0, +) / Double(differences.count)
            return mean <= Estimate.standardError(of: differences)
        }
        // `ranked` is sorted by merit, and the first of equally simple trials stays first.
        return simple.dropFirst().reduce(simple.first ?? best) { chosen, candidate in
            isSimpler(candidate.plan.parameters, than: chosen.plan.parameters, parameters) ? candidate : chosen
        }
    }

    /// The outcomes that have a value of the objective, the best mean first; ties by the tie-breaker, then by number.
    func ranking(of outcomes: [TrialOutcome]) -> [TrialOutcome] {
        let keyed = outcomes.compactMap { outcome -> (gain: Double, tie: Double, outcome: TrialOutcome)? in
            guard outcome.state == .complete, let gains = gains(of: outcome) else { return nil }
            let tie = tieBreaker.flatMap { breaker in
                outcome.measurements.estimate(metric: breaker.metric, slice: slice)
                    .map { breaker.maximize ? $0.value : -$0.value }
            }
            return (gains.reduce(0, +) / Double(gains.count), tie ?? -.infinity, outcome)
        }
        return keyed.sorted { first, second in
            if first.gain != second.gain { return first.gain > second.gain }
            if first.tie != second.tie { return first.tie > second.tie }
            return first.outcome.plan.number < second.outcome.plan.number
        }.map(\.outcome)
    }

    /// The objective in each replicate, larger being better.
    private func gains(of outcome: TrialOutcome) -> [Double]? {
        outcome.measurements.values(metric: metric, slice: slice)?.map { maximize ? $0 : -$0 }
    }

    private func isSimpler(
        _ first: ParameterSet, than second: ParameterSet, _ parameters: ParameterList
    ) -> Bool {
        for parameter in parameters {
            guard let simpler = parameter.simpler, let one = first.values[parameter.name]?.number,
                let other = second.values[parameter.name]?.number, one != other
            else { continue }
            return simpler == .lower ? one < other : one > other
        }
        return false
    }
}
