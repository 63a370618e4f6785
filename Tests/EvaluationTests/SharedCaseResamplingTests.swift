import Concurrency
import Evaluation
import Interactions
import Statistics
import Testing

@Suite("The cases that replicates have in common")
struct SharedCaseResamplingTests {
    /// Benign cases, each of a user and a resource of its own, with other attacks in each replicate.
    private func tables(replicates: Int, benign: Int = 60, attacks: Int = 20, scorers: Int = 1) -> [[ScoredTable]] {
        let random = RandomStream(seed: Seed(7))
        let log = (0..<scorers).map { _ in
            (0..<benign).map {
                ScoredCases.Case(
                    score: random.gaussian(), isInjected: false, user: Int32($0), resource: Int32($0))
            }
        }
        return (0..<replicates).map { _ in
            log.map { log in
                ScoredTable(
                    log
                        + (0..<attacks).map {
                            ScoredCases.Case(
                                score: 1 + random.gaussian(), isInjected: true, scenario: Int32($0 % 2),
                                attack: Int32($0), user: Int32(benign + $0),
                                resource: Int32(random.index(below: benign)))
                        }, scenarios: ["first", "second"])
            }
        }
    }

    private func resampled(
        _ tables: [[ScoredTable]], slice: String = Evaluation.pooled, resamples: Int = 2_000, most: Double = 2e9,
        workers: Int = 2
    ) throws -> SharedCaseResampling {
        try SharedCaseResampling(
            scorers: tables[0].count, replicates: tables.count,
            question: SharedCaseResampling.Question(
                metric: ROCAUC(), budget: 0, slice: slice, policy: .rankLast),
            by: IntervalEstimation(
                replicates: resamples, mostCaseReplicates: most, seed: Seed(1), workers: Workers(workers))
        ) { tables[$0][$1] }
    }

    @Test("bring an area the variance of its benign cases, as DeLong's formula has it")
    func closedForm() throws {
        let tables = tables(replicates: 3), found = try resampled(tables)
        // For each benign case, the fraction of attacks above it, averaged over the replicates.
        let below = (0..<60).map { place in
            let fractions = tables.map { table -> Double in
                let cases = table[0].cases, score = cases[place].score ?? 0
                let attacks = cases.filter(\.isInjected).compactMap(\.score)
                return Double(attacks.count { $0 > score }) / Double(attacks.count)
            }
            return fractions.reduce(0, +) / 3
        }
        let mean = below.reduce(0, +) / 60
        let expected = below.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 59 / 60
        let drawn = found.draws[0].users, center = drawn.reduce(0, +) / Double(drawn.count)
        let variance = drawn.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(drawn.count) * 60 / 59
        // A variance of 2,000 draws is known to 3 %.
        #expect(abs(variance / expected - 1) < 0.1)
        #expect(found.units == SharedReplicates.Units(users: 60, resources: 60, cells: 60))
    }

    @Test("are drawn alike for all scorers, whatever the number of workers")
    func paired() throws {
        let tables = tables(replicates: 2, scorers: 1).map { [$0[0], $0[0]] }
        let found = try resampled(tables, resamples: 300)
        #expect(found.draws[0] == found.draws[1])
        #expect(try resampled(tables, resamples: 300, workers: 1).draws == found.draws)
    }

    @Test("are resampled by scenario, and with fewer replicates where there are many cases")
    func slices() throws {
        let tables = tables(replicates: 4)
        let macro = try resampled(tables, slice: Evaluation.macro, resamples: 200)
        let parts = try ["first", "second"].map { try resampled(tables, slice: $0, resamples: 200).draws[0].users }
        for (whole, part) in zip(macro.draws[0].users, zip(parts[0], parts[1])) {
            #expect(abs(whole - (part.0 + part.1) / 2) < 1e-12)
        }
        let few = try resampled(tables, resamples: 200, most: 3 * 80 * 200 * 1.5)
        #expect(few.draws == (try resampled([tables[0]], resamples: 200)).draws)
    }

    @Test("say nothing where they are too few, too many, or not told by the scores")
    func refused() throws {
        let tables = tables(replicates: 2)
        for attempt: () throws -> SharedCaseResampling in [
            { try resampled(self.tables(replicates: 2, benign: 8)) },
            { try resampled(tables, most: 1_000) },
            { try resampled(tables, slice: "first/matched") },
            {
                try resampled(
                    tables.map { $0.map { ScoredTable($0.cases.map(Self.nameless), scenarios: $0.scenarios) } })
            },
        ] {
            #expect(throws: ComparisonError.self) { try attempt() }
        }
    }

    private static func nameless(_ item: ScoredCases.Case) -> ScoredCases.Case {
        var nameless = item
        nameless.user = -1
        return nameless
    }
}
