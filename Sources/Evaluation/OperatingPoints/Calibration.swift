package import Statistics

/// What a score means: how rare it is among benign accesses, and how likely it is an attack, learned from validation
/// cases.
///
/// Cases without a score are left out; every other counts once.
package struct Calibration: Sendable {
    /// The fewest injected cases from which probabilities are learned.
    package static let fewestPositives = 10

    /// How a score becomes the probability of an attack.
    package enum Method: String, CaseIterable, Hashable, Sendable {
        case isotonic
        case logistic
    }

    /// The fraction of benign cases that score as much, valid wherever the score is exchangeable with theirs.
    package let conformal: TailProbability
    /// The same, extrapolated beyond the largest benign score; or why it could not be fitted.
    package let tail: Result<GeneralizedParetoTail, StatisticsError>
    /// The fraction of injected cases among those that the probabilities were learned from.
    package let prevalence: Double
    private let isotonic: IsotonicCalibration
    private let logistic: Result<LogisticCalibration, StatisticsError>

    /// - Throws: ``StatisticsError/tooFew(needed:found:)`` for less than ``fewestPositives`` injected cases with a
    ///   score, ``StatisticsError/empty`` without benign ones, or an error for a score that is not finite.
    package init(on validation: ScoredCases) throws(StatisticsError) {
        let (scores, positive) = Self.scorable(validation)
        let positives = positive.count { $0 }
        guard positives >= Self.fewestPositives else {
            throw .tooFew(needed: Self.fewestPositives, found: positives)
        }
        let benign = zip(scores, positive).filter { !$0.1 }.map(\.0)
        conformal = try TailProbability(benign: benign)
        tail = Result { () throws(StatisticsError) in try GeneralizedParetoTail(benign: benign) }
        isotonic = try IsotonicCalibration(scores: scores, positive: positive)
        logistic = Result { () throws(StatisticsError) in
            try LogisticCalibration(scores: scores, positive: positive)
        }
        prevalence = Double(positives) / Double(scores.count)
    }

    /// The probability that an access with a score is an attack where a stated fraction of all accesses are.
    ///
    /// The odds of the learned probability are multiplied by the ratio of the prevalences' odds (M. Saerens et al.,
    /// "Adjusting the outputs of a classifier to new a priori probabilities", Neural Computation 14, 2002).
    ///
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a prevalence outside 0...1 or at its ends,
    ///   ``StatisticsError/notANumber``, or what kept the logistic curve from being fitted.
    package func probability(
        of score: Double, by method: Method, atPrevalence stated: Double
    ) throws(StatisticsError) -> Double {
        guard stated > 0, stated < 1 else { throw .outOfRange("the prevalence \(stated)") }
        guard !score.isNaN else { throw .notANumber }
        let learned =
            switch method {
            case .isotonic: isotonic.probability(at: score)
            case .logistic: try logistic.get().probability(at: score)
            }
        let attack = learned * stated / prevalence
        let benign = (1 - learned) * (1 - stated) / (1 - prevalence)
        return attack / (attack + benign)
    }

    /// How well the probabilities agree with test cases, shifted to the fraction of injected cases among these: at a
    /// rarer prevalence they cannot be checked.
    ///
    /// - Throws: as ``probability(of:by:atPrevalence:)``; ``StatisticsError/oneClass`` for test cases of one class.
    package func reliability(
        of method: Method, on test: ScoredCases, bins: Int = 10
    ) throws(StatisticsError) -> Reliability {
        let (scores, positive) = Self.scorable(test)
        let fraction = Double(positive.count { $0 }) / Double(positive.count)
        guard fraction > 0, fraction < 1 else { throw .oneClass }
        var probabilities: [Double] = []
        probabilities.reserveCapacity(scores.count)
        for score in scores { probabilities.append(try probability(of: score, by: method, atPrevalence: fraction)) }
        return try Reliability(probabilities: probabilities, positive: positive, bins: bins)
    }

    /// A tail probability and the fraction of benign test cases that are at least as rare.
    package struct TailCheck: Hashable, Sendable, Codable {
        /// The tail probability.
        package let nominal: Double
        /// The fraction of benign test cases whose tail probability is at most that, with Wilson's interval; it holds
        /// the nominal one where the tail is right.
        package let conformal: Estimate
        /// The same for the fitted tail; nil where there is none.
        package let fitted: Estimate?

        package init(nominal: Double, conformal: Estimate, fitted: Estimate?) {
            self.nominal = nominal
            self.conformal = conformal
            self.fitted = fitted
        }
    }

    /// Checks whether as many benign test cases are rare as should be.
    ///
    /// - Throws: ``StatisticsError/empty`` without benign test cases.
    package func tailChecks(
        on test: ScoredCases, at nominal: [Double] = [0.05, 0.01, 0.001]
    ) throws(StatisticsError) -> [TailCheck] {
        let (scores, positive) = Self.scorable(test)
        let benign = zip(scores, positive).filter { !$0.1 }.map(\.0)
        let rare = benign.map { conformal($0) }, fitted = try? tail.get()
        let extrapolated = fitted.map { tail in benign.map { tail.tailProbability(of: $0) } }
        var checks: [TailCheck] = []
        for nominal in nominal {
            checks.append(
                TailCheck(
                    nominal: nominal,
                    conformal: try .proportion(rare.count { $0 <= nominal }, of: rare.count),
                    fitted: try extrapolated.map { fractions throws(StatisticsError) in
                        try .proportion(fractions.count { $0 <= nominal }, of: fractions.count)
                    }))
        }
        return checks
    }

    private static func scorable(_ cases: ScoredCases) -> (scores: [Double], positive: [Bool]) {
        let ranks = (0..<cases.count).filter { cases.isScorable[$0] }
        return (ranks.map { cases.scores[$0] }, ranks.map { cases.isInjected[$0] })
    }
}
