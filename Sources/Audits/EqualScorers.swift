import Concurrency
import Evaluation
package import Statistics

/// Do tests find a difference between scorers that nothing tells apart no more often than their levels say?
///
/// Every test that may print a star is asked: those of two files of scored rows, and of two algorithms in one world and over
/// several. The fraction of p-values at or below a level may exceed it by what 99 % of binomial counts do. As one sound check
/// in a hundred is above that by chance, a kind of samples with such a check is drawn anew, three times as often, and the
/// new samples alone decide.
package struct EqualScorers: Audit {
    package let id = "equal-scorers"
    package let question = """
        Do tests find a difference between scorers that nothing tells apart no more often than their levels say?
        """
    package let effort = 90.0
    private let kinds: [Kind]

    /// A kind of samples, and the tests that are made of it.
    package struct Kind: Sendable {
        package let name: String
        /// How many samples are drawn in the short form, and in the long one.
        let samples: (short: Int, long: Int)
        /// The tests of one sample: what is tested, and the p-value; nil where the test is refused.
        let test: @Sendable (Seed) throws -> [(measure: String, pValue: Double?)]
        /// The measures whose tests must be refused.
        let refused: Set<String>

        package init(
            _ name: String, samples: (short: Int, long: Int), refused: Set<String> = [],
            test: @escaping @Sendable (Seed) throws -> [(measure: String, pValue: Double?)]
        ) {
            self.name = name
            self.samples = samples
            self.refused = refused
            self.test = test
        }
    }

    package init(_ kinds: [Kind] = standard) {
        self.kinds = kinds
    }

    private static let levels = [0.01, 0.05, 0.1]

    package func checks(_ work: AuditWork) throws -> [AuditCheck] {
        var checks: [AuditCheck] = []
        for (index, kind) in kinds.enumerated() {
            let part = work.part(from: Double(index) / Double(kinds.count), size: 1 / Double(kinds.count))
            let count = work.extent == .short ? kind.samples.short : kind.samples.long
            let found = try Self.checks(kind, part, round: 1, count)
            let isDoubted = found.contains { $0.verdict == .failure }
            checks += isDoubted ? try Self.checks(kind, part, round: 2, 3 * count) : found
        }
        return checks
    }

    private static func checks(_ kind: Kind, _ work: AuditWork, round: Int, _ count: Int) throws -> [AuditCheck] {
        let found = try work.repeated(count) {
            try kind.test(work.seed.derived(kind.name, round, $0)).map { ($0.measure, $0.pValue) }
        }.joined()
        var measures: [String] = []
        for (measure, _) in found where !measures.contains(measure) { measures.append(measure) }
        return measures.flatMap { measure in
            checks(kind, measure, found.filter { $0.0 == measure }.map(\.1))
        }
    }

    private static func checks(_ kind: Kind, _ measure: String, _ found: [Double?]) -> [AuditCheck] {
        let pValues = found.compactMap(\.self), refused = found.count - pValues.count
        let name = "\(kind.name), \(measure)"
        if kind.refused.contains(measure) {
            return [
                AuditCheck(
                    name, expected: .words("refused"), found: .words("refused in \(refused) of \(found.count)"),
                    tolerance: "none", pValues.isEmpty ? .pass : .failure)
            ]
        }
        guard !pValues.isEmpty else {
            return [
                AuditCheck(
                    name, expected: .words("a test"), found: .words("refused in \(refused) of \(found.count)"),
                    tolerance: "none", .failure)
            ]
        }
        return levels.map { level in
            // P-values of exchanges are fractions of a whole number.
            let rejected = pValues.count { $0 <= level + 1e-12 }
            let most = BinomialBand.most(of: pValues.count, each: level)
            return AuditCheck(
                "\(name), p ≤ \(level)", expected: .number(level),
                found: .number(Double(rejected) / Double(pValues.count)),
                tolerance: "at most \(most) of \(pValues.count), the 99 % band", rejected <= most ? .pass : .failure,
                detail: "\(rejected) of \(pValues.count) tests; \(refused) refused")
        }
    }
}

extension EqualScorers {
    /// Samples as `accesslab evaluate` and `accesslab compare` may meet them.
    package static let standard: [Kind] = [
        scorers("10 + 200 independent cases", PairOfScorers(attacks: 10, users: 200), refused: ["average_precision"]),
        scorers("25 + 300 independent cases", PairOfScorers(attacks: 25, users: 300)),
        scorers("120 + 400 independent cases", PairOfScorers(attacks: 120, users: 400)),
        scorers(
            "5 incidents", PairOfScorers(attacks: 5, ofAttack: 4, users: 30, ofUser: 10, within: 0.3),
            samples: (5, 20), refused: ["roc_auc", "average_precision"]),
        scorers(
            "12 × 5 + 40 × 8 cases of incidents and users",
            PairOfScorers(attacks: 12, ofAttack: 5, users: 40, ofUser: 8, within: 0.3), refused: ["average_precision"]),
        scorers(
            "30 × 4 + 60 × 6 cases of incidents and users",
            PairOfScorers(attacks: 30, ofAttack: 4, users: 60, ofUser: 6, within: 0.3)),
        scorers(
            "30 × 4 + 60 × 6 cases that also share resources",
            PairOfScorers(
                attacks: 30, ofAttack: 4, users: 60, ofUser: 6, within: 0.3, resources: 20, ofResource: 0.15)),
        Kind("two algorithms in 10 worlds", samples: (200, 2_000)) { seed in
            let comparison = try worlds(10, algorithms: 2, seed)
            return [("Wilcoxon", comparison.pairs[0].wilcoxon.pValue)]
        },
        Kind("four algorithms in 8 worlds", samples: (200, 2_000)) { seed in
            let comparison = try worlds(8, algorithms: 4, seed)
            return [
                ("the least p of Wilcoxon after Holm", comparison.pairs.map(\.correctedPValue).min()),
                ("the least p of Nemenyi", comparison.friedman?.nemenyi().joined().min()),
            ]
        },
        replicates(
            "3 replicates of one log", PairOfReplicates(replicates: 3, users: 40, ofUser: 5, resources: 30, attacks: 30)
        ),
        replicates(
            "10 replicates of one log, with users and resources",
            PairOfReplicates(
                replicates: 10, users: 40, ofUser: 5, resources: 30, attacks: 30, withinUser: 0.2, withinResource: 0.2)),
    ]

    private static func scorers(
        _ name: String, _ pair: PairOfScorers, samples: (short: Int, long: Int) = (40, 1_000), refused: Set<String> = []
    ) -> Kind {
        Kind(name, samples: samples, refused: refused) { seed in
            let ranked = try pair.ranked(seed)
            let tests = try PairedComparison(ranked[0], ranked[1]).tests(
                by: IntervalEstimation(seed: seed, workers: .one), exchanges: 399)
            return [("roc_auc", tests.area.pValue), ("average_precision", tests.precision.pValue)]
        }
    }

    private static func replicates(_ name: String, _ pair: PairOfReplicates) -> Kind {
        Kind(name, samples: (60, 300)) { seed in [("roc_auc", try pair.areas(seed).test().pValue)] }
    }

    /// Algorithms whose values in a world have a part in common.
    private static func worlds(_ count: Int, algorithms: Int, _ seed: Seed) throws -> DatasetComparison {
        let random = RandomStream(seed: seed)
        let values = (0..<count).map { _ in
            let world = random.gaussian()
            return (0..<algorithms).map { _ in world + random.gaussian() }
        }
        return try DatasetComparison(
            algorithms: (0..<algorithms).map { "a\($0)" }, datasets: (0..<count).map { "w\($0)" }, values: values)
    }
}

extension PairedComparison.Test {
    /// Nil where the test is refused.
    fileprivate var pValue: Double? {
        if case .performed(let result) = self { result.pValue } else { nil }
    }
}
