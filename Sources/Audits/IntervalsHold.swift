import Concurrency
import Evaluation
import Foundation
import Interactions
package import Statistics

/// Do intervals hold the measured value as often as they say?
///
/// The truth of an area is known in closed form, that of other measures is their mean over many samples of the same size, by
/// definition; the difference of equal scorers is 0. An interval for 95 % that holds the truth in fewer than 93 % of all
/// samples is a defect; the count may stay below that by what 99 % of binomial counts do. One that holds it more often
/// than 97 % is conservative, which is said. A kind of samples with too low a count is drawn anew, three times as often, and
/// the new samples alone decide.
package struct IntervalsHold: Audit {
    package let id = "intervals-hold"
    package let question = "Do intervals for 95 % hold the measured value in at least 93 % of all samples?"
    package let effort = 60.0
    private let kinds: [Kind]

    /// A kind of samples, and the intervals that are made of it.
    package struct Kind: Sendable {
        package let name: String
        let samples: (short: Int, long: Int)
        /// The true value of each measure.
        let truths: @Sendable (_ repetitions: Int, Seed) throws -> [String: Double]
        /// The intervals of one sample, by measure.
        let intervals: @Sendable (Seed) throws -> [(measure: String, interval: ClosedRange<Double>?)]

        package init(
            _ name: String, samples: (short: Int, long: Int),
            truths: @escaping @Sendable (_ repetitions: Int, Seed) throws -> [String: Double],
            intervals: @escaping @Sendable (Seed) throws -> [(measure: String, interval: ClosedRange<Double>?)]
        ) {
            self.name = name
            self.samples = samples
            self.truths = truths
            self.intervals = intervals
        }
    }

    package init(_ kinds: [Kind] = standard) {
        self.kinds = kinds
    }

    private static let least = 0.93, conservative = 0.97

    package func checks(_ work: AuditWork) throws -> [AuditCheck] {
        var checks: [AuditCheck] = []
        for (index, kind) in kinds.enumerated() {
            let part = work.part(from: Double(index) / Double(kinds.count), size: 1 / Double(kinds.count))
            let count = work.extent == .short ? kind.samples.short : kind.samples.long
            let truths = try kind.truths(count * 3, work.seed.derived("truth", index))
            try work.checkCancellation()
            let found = try Self.checks(kind, truths, part, round: 1, count)
            let isDoubted = found.contains { $0.verdict == .failure }
            checks += isDoubted ? try Self.checks(kind, truths, part, round: 2, 3 * count) : found
        }
        return checks
    }

    private static func checks(
        _ kind: Kind, _ truths: [String: Double], _ work: AuditWork, round: Int, _ count: Int
    ) throws -> [AuditCheck] {
        let found = try work.repeated(count) {
            try kind.intervals(work.seed.derived(kind.name, round, $0)).map { ($0.measure, $0.interval) }
        }.joined()
        var measures: [String] = []
        for (measure, _) in found where !measures.contains(measure) { measures.append(measure) }
        return measures.compactMap { measure in
            truths[measure].map { check(kind, measure, $0, found.filter { $0.0 == measure }.map(\.1)) }
        }
    }

    private static func check(
        _ kind: Kind, _ measure: String, _ truth: Double, _ found: [ClosedRange<Double>?]
    ) -> AuditCheck {
        let name = "\(kind.name), \(measure)", intervals = found.compactMap(\.self)
        guard !intervals.isEmpty else {
            return AuditCheck(
                name, expected: .words("an interval"), found: .words("none in \(found.count) samples"),
                tolerance: "none", .failure)
        }
        let count = intervals.count, held = intervals.count { $0.contains(truth) }
        let fewest = BinomialBand.fewest(of: count, each: least), fraction = Double(held) / Double(count)
        let width = intervals.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) } / Double(count)
        return AuditCheck(
            name, expected: .number(0.95), found: .number(fraction),
            tolerance: "at least \(fewest) of \(count), the 99 % band of \(least)", held >= fewest ? .pass : .failure,
            detail:
                "\(held) of \(count) hold \(Number.text(truth)); \(found.count - count) samples have none; the mean width "
                + "is \(Number.text(width))" + (fraction > conservative ? "; conservative" : ""))
    }
}

extension IntervalsHold {
    package static let standard: [Kind] = [
        kind("20 + 300 independent cases", PairOfScorers(attacks: 20, users: 300)),
        kind("60 + 300 independent cases", PairOfScorers(attacks: 60, users: 300)),
        kind(
            "20 × 5 + 60 × 8 cases of incidents and users",
            PairOfScorers(attacks: 20, ofAttack: 5, users: 60, ofUser: 8, within: 0.3, days: 7)),
        kind(
            "50 × 4 + 100 × 6 cases of incidents and users",
            PairOfScorers(attacks: 50, ofAttack: 4, users: 100, ofUser: 6, within: 0.3, days: 14)),
    ]

    private static let budget = 10.0

    private static func kind(_ name: String, _ pair: PairOfScorers) -> Kind {
        let metrics: [any Metric] = [ROCAUC(), AveragePrecision()] + (pair.days > 0 ? [RecallAtBudget()] : [])
        return Kind(name, samples: (24, 400)) { repetitions, seed in
            var sums: [String: Double] = [:]
            for repetition in 0..<repetitions {
                let measures = pair.sample(seed.derived("sample", repetition))[0].defined
                sums["average_precision", default: 0] += measures.averagePrecision
                if pair.days > 0 {
                    sums["recall_at_budget@10", default: 0] +=
                        DefinedAlerts(of: measures, budget: budget).hits / measures.injected
                }
            }
            var truths = sums.mapValues { $0 / Double(repetitions) }
            // Of two normal distributions as far apart as the separation, with the variance 1.
            truths["roc_auc"] = erfc(-pair.separation / 2) / 2
            truths["difference of roc_auc"] = 0
            return truths
        } intervals: { seed in
            let ranked = try pair.ranked(seed)
            let estimation = IntervalEstimation(replicates: 400, seed: seed, workers: .one)
            let measurements = try estimation.measurements(of: ranked[0], metrics: metrics, budgets: [budget])
            let difference = try PairedComparison(ranked[0], ranked[1]).difference(of: ROCAUC(), by: estimation)
            return measurements.filter { $0.slice == Evaluation.pooled }.map { ($0.metric, $0.interval) }
                + [("difference of roc_auc", difference.interval)]
        }
    }
}

extension [ScoredCases.Case] {
    /// The cases as definitions look at them.
    fileprivate var defined: DefinedMeasures {
        let rows = map { item in
            MadeUpRow(
                score: item.score, isInjected: item.isInjected,
                time: item.microseconds.map { (Int($0 / 86_400_000_000), 0) })
        }
        return DefinedMeasures(of: rows, window: DefinedMeasures.Window(of: rows), policy: .rankLast)
    }
}
