package import Evaluation
import Interactions
import Statistics

/// What the measurements of a dataset are of: how many cases were injected among how many, and what budgets of alerts
/// allow at most. Precision, average precision and everything at a budget depend on that.
package struct MeasuredCases: Hashable, Sendable, Codable {
    package let dataset: String
    /// The cases of each replicate.
    package let validation: [[SliceCases]]
    package let test: [[SliceCases]]
    /// The days of the test window; nil where accesses have no time.
    package let days: Int?
    /// What a scorer reaches on the sealed test that knows the attacks: the means over the replicates. Of incidents, which may
    /// hold several attacks, one that takes each time the incident with the most attacks not yet found.
    package let attainable: [Evaluation.Measurement]
    /// What a scorer is expected to reach on the sealed test that knows nothing, to which all cases are equal.
    package let random: [Evaluation.Measurement]
    /// A sample of hashes of the dataset's accesses, by which copies are told (`LogFingerprint`); nil in a study of an older
    /// program.
    package let accesses: [UInt64]?

    /// The fraction of injected cases in a slice of the sealed test, over all replicates; of ``Evaluation/macro`` the mean
    /// over the scenarios.
    package func injectedFraction(of slice: String) -> Double? { Self.fraction(slice, test) }

    /// The same in one replicate of a phase.
    func injectedFraction(of slice: String, phase: TrialPhase, replicate: Int?) -> Double? {
        let all = phase == .test || phase == .testMean ? test : validation
        guard let replicate else { return Self.fraction(slice, all) }
        return all.indices.contains(replicate) ? Self.fraction(slice, [all[replicate]]) : nil
    }

    private static func fraction(_ slice: String, _ replicates: [[SliceCases]]) -> Double? {
        guard slice == Evaluation.macro else {
            return SliceCases.injectedFraction(of: replicates.joined().filter { $0.slice == slice })
        }
        let scenarios = (replicates.first ?? []).map(\.slice).filter { $0 != Evaluation.pooled && !$0.contains("/") }
        let fractions = scenarios.compactMap { fraction($0, replicates) }
        return fractions.isEmpty ? nil : fractions.reduce(0, +) / Double(fractions.count)
    }

    /// The mean number of injected cases of the sealed test.
    package var injected: Double? { mean(\.injected) }

    /// The mean number of its benign cases.
    package var benign: Double? { mean(\.benign) }

    private func mean(_ count: KeyPath<SliceCases, Int>) -> Double? {
        let counts = test.joined().filter { $0.slice == Evaluation.pooled }.map { $0[keyPath: count] }
        return counts.isEmpty ? nil : Double(counts.reduce(0, +)) / Double(counts.count)
    }

    /// What is attainable; nil where that is not defined.
    package func attainable(_ metric: String, on slice: String) -> Double? {
        attainable.first { $0.metric == metric && $0.slice == slice }?.value.number
    }

    /// What a scorer reaches that knows nothing; nil where that is not defined.
    package func random(_ metric: String, on slice: String) -> Double? {
        random.first { $0.metric == metric && $0.slice == slice }?.value.number
    }
}

extension MeasuredCases {
    /// - Throws: `CancellationError`.
    init(
        dataset: String, accesses: [UInt64], validation: [PreparedFold], test: [PreparedFold], scenarios: [String],
        metrics: [any Metric], budgets: [Double], isCancelled: () -> Bool
    ) throws {
        func counts(_ folds: [PreparedFold]) throws -> [[SliceCases]] {
            try folds.map { fold in
                if isCancelled() { throw CancellationError() }
                return SliceCases.all(of: try fold.ranked(fold.equalScores, policy: .rankLast, scenarios: scenarios))
            }
        }
        func means(
            knowingAttacks: Bool, _ scores: (PreparedFold) -> [ScoredAccess]
        ) throws -> [Evaluation.Measurement] {
            try test.enumerated().flatMap { replicate, fold in
                if isCancelled() { throw CancellationError() }
                let cases = try fold.ranked(scores(fold), policy: .rankLast, scenarios: scenarios)
                let incidents = try fold.incidents?.success?.slices(knowingAttacks: knowingAttacks) ?? []
                return
                    (Evaluation(of: cases, metrics: metrics, budgets: budgets, unless: isCancelled).measurements
                    + Evaluation(of: incidents, metrics: metrics, budgets: budgets, unless: isCancelled).measurements)
                    .map {
                        ReplicateMeasurement(replicate: replicate, measurement: $0)
                    }
            }.means().map { Evaluation.Measurement(metric: $0.metric, slice: $0.slice, value: $0.value) }
        }
        self.dataset = dataset
        self.accesses = accesses
        self.validation = try counts(validation)
        self.test = try counts(test)
        days = test.first?.window.days?.count
        attainable = try means(knowingAttacks: true, \.perfectScores)
        random = try means(knowingAttacks: false, \.equalScores)
    }
}

extension Result {
    /// The value; nil for a failure.
    fileprivate var success: Success? { try? get() }
}

extension PreparedFold {
    /// The cases as a scorer sees them that knows nothing.
    fileprivate var equalScores: [ScoredAccess] { cases.map { ScoredAccess(access: $0, score: .scored(0)) } }

    /// The cases as a scorer sees them that knows the attacks: the first access of each before the others, and the benign
    /// ones last.
    fileprivate var perfectScores: [ScoredAccess] {
        cases.map { access in
            guard access.isInjected else { return ScoredAccess(access: access, score: .scored(0)) }
            return ScoredAccess(access: access, score: .scored(1e9 - Double(access.step?.step ?? 0)))
        }
    }
}
