import Concurrency
import Evaluation
import Interactions
import Statistics
import Synchronization
import Testing

@Suite("The intervals of an evaluation")
struct IntervalEstimationTests {
    private func measurements(
        _ simulated: SimulatedCases, metrics: [any Metric] = Metrics.standard.all, replicates: Int = 200,
        most: Double = 2e9, workers: Int = 2
    ) throws -> [Evaluation.Measurement] {
        let estimation = IntervalEstimation(
            replicates: replicates, mostCaseReplicates: most, seed: Seed(4), workers: Workers(workers))
        return try estimation.measurements(of: try simulated.ranked(), metrics: metrics, budgets: [3])
    }

    private func find(_ metric: String, _ slice: String, in measurements: [Evaluation.Measurement]) throws
        -> Evaluation.Measurement
    {
        try #require(measurements.first { $0.metric == metric && $0.slice == slice })
    }

    private func withoutInterval(_ measurement: Evaluation.Measurement) -> Evaluation.Measurement {
        Evaluation.Measurement(metric: measurement.metric, slice: measurement.slice, value: measurement.value)
    }

    @Test("hold the measurement, or say why there are none", arguments: [true, false])
    func everyMeasurement(isClustered: Bool) throws {
        let simulated = SimulatedCases(isClustered: isClustered)
        let found = try measurements(simulated)
        let plain = Evaluation(of: try simulated.ranked(), metrics: Metrics.standard.all, budgets: [3])
        #expect(found.map(withoutInterval) == plain.measurements)
        for item in found {
            #expect((item.interval == nil) == (item.method?.hasPrefix("no interval: ") == true), "\(item)")
            guard let interval = item.interval else { continue }
            #expect(interval.lowerBound < interval.upperBound)
            #expect(interval.lowerBound.isFinite)
        }
        #expect(found.count { $0.interval != nil } > found.count / 2)
    }

    /// results/audit has how often.
    @Test("say of average precision that they hold less often where attacks are rare", arguments: [true, false])
    func rareAttacks(isClustered: Bool) throws {
        let note = ", fewer than 1 % injected: such intervals hold somewhat less often"
        func noted(attacks: Int, benign: Int) throws -> Set<String> {
            let simulated = SimulatedCases(attacks: attacks, benign: benign, isClustered: isClustered)
            let found = try measurements(simulated, replicates: 100)
            return Set(found.filter { $0.method?.hasSuffix(note) == true }.map { "\($0.metric) \($0.slice)" })
        }
        // 12 of 1,200 cases are one in a hundred; each of the two scenarios has half of them.
        #expect(try noted(attacks: 4, benign: 1_188) == ["average_precision first", "average_precision second"])
        #expect(
            try noted(attacks: 4, benign: 1_300) == [
                "average_precision pooled", "average_precision first", "average_precision second",
            ])
        #expect(try noted(attacks: 20, benign: 400).isEmpty)
    }

    @Test("are in closed form where cases are independent")
    func independent() throws {
        let simulated = SimulatedCases(isClustered: false)
        let found = try measurements(simulated)
        let area = try find("roc_auc", "pooled", in: found)
        let delong = try DeLong(
            scores: simulated.cases().map { $0.score ?? 0 }, positive: simulated.cases().map(\.isInjected))
        #expect(area.interval == (try delong.estimate()).interval)
        #expect(try find("average_precision", "pooled", in: found).method?.hasPrefix("cluster bootstrap") == true)
        let unscored = simulated.cases().enumerated().map { index, item in
            var item = item
            if index % 5 == 0 { item.score = nil }
            return item
        }
        let estimation = IntervalEstimation(replicates: 2, seed: Seed(4))
        let coverage = try estimation.measurements(of: simulated.ranked(unscored), metrics: [Coverage()], budgets: [])
        let expected = try Estimate.proportion(368, of: 460).interval
        #expect(try find("coverage", "pooled", in: coverage).interval == expected)
    }

    @Test("are a bootstrap's where the threshold comes from the same cases, be these independent or not")
    func ownThreshold() throws {
        let found = try measurements(SimulatedCases(isClustered: false))
        let metrics = [
            "tpr_at_1_percent_fpr", "r_precision", "precision_at_100", "recall_at_100", "recall_at_budget@3",
            "precision_at_budget@3", "benign_alerts_per_day@3",
        ]
        for metric in metrics {
            let measurement = try find(metric, "pooled", in: found)
            #expect(
                measurement.method?.hasPrefix("cluster bootstrap") == true, "\(metric): \(measurement.method ?? "")")
            #expect(measurement.method?.contains("60 + 400 clusters") == true, "\(metric): \(measurement.method ?? "")")
        }
    }

    @Test("of a true-positive rate at a false-positive rate hold it as often as they say")
    func coverage() throws {
        // P(Z > 1.2816 − 1.5) for the threshold that one in ten benign cases exceeds.
        let truth = 0.586_4, metric = TruePositiveRate(atFalsePositiveRate: 0.1), repetitions = 100
        var held = 0
        for repetition in 0..<repetitions {
            let random = RandomStream(seed: Seed(UInt64(repetition)))
            let cases = (0..<300).map { index in
                ScoredCases.Case(score: random.gaussian() + (index < 60 ? 1.5 : 0), isInjected: index < 60)
            }
            let ranked = try ScoredCases(
                cases, window: ScoredCases.Window(days: nil, activeUsers: 0, accesses: 300), policy: .rankLast,
                scenarios: [])
            let estimation = IntervalEstimation(replicates: 100, seed: Seed(UInt64(repetition)))
            let measurements = try estimation.measurements(of: ranked, metrics: [metric], budgets: [])
            if let interval = measurements.first?.interval, interval.contains(truth) { held += 1 }
        }
        // 95 % less four standard errors of 2.2 %.
        #expect(held >= 86, "\(held) of \(repetitions)")
    }

    @Test("are a bootstrap's where users and attacks are known, but for what counts attacks")
    func clustered() throws {
        let found = try measurements(SimulatedCases())
        for metric in ["roc_auc", "average_precision", "tpr_at_1_percent_fpr", "recall_at_budget@3", "noise_rate@3"] {
            #expect(try find(metric, "pooled", in: found).method?.hasSuffix("20 + 30 clusters") == true, "\(metric)")
            #expect(try find(metric, "first", in: found).method?.hasSuffix("10 + 30 clusters") == true, "\(metric)")
        }
        #expect(
            try find("incident_recall_at_budget@3", "pooled", in: found).method?.hasPrefix("cluster bootstrap") == true)
        #expect(try find("hours_to_detection@3", "pooled", in: found).method?.hasPrefix("order statistics") == true)
        #expect(try find("alert_gini@3", "pooled", in: found).interval == nil)
    }

    @Test("of the mean over scenarios come from the same replicates, and are narrower than those of its parts")
    func macro() throws {
        let found = try measurements(SimulatedCases())
        let widths = try ["first", "second", "macro"].map { slice in
            let interval = try #require(try find("average_precision", slice, in: found).interval)
            return interval.upperBound - interval.lowerBound
        }
        #expect(widths[2] < (widths[0] + widths[1]) / 2)
    }

    @Test("do not depend on the number of workers", arguments: [1, 3])
    func workers(count: Int) throws {
        #expect(
            try measurements(SimulatedCases(), replicates: 60)
                == measurements(SimulatedCases(), replicates: 60, workers: count))
    }

    @Test("of areas and average precision alone remain where measuring all anew would take too long")
    func limited() throws {
        let full = try measurements(SimulatedCases()), limited = try measurements(SimulatedCases(), most: 1_000)
        for slice in ["first", "pooled"] {
            for metric in ["roc_auc", "average_precision"] {
                let fast = try #require(try find(metric, slice, in: limited).interval)
                let slow = try #require(try find(metric, slice, in: full).interval)
                // Two bootstraps of the same clusters with other draws.
                #expect(abs(fast.lowerBound - slow.lowerBound) < 0.08)
                #expect(abs(fast.upperBound - slow.upperBound) < 0.08)
            }
            let rate = try find("tpr_at_1_percent_fpr", slice, in: limited)
            #expect(rate.interval == nil && rate.method?.contains("case-replicates are more than 1000") == true)
        }
        #expect(try find("roc_auc", "macro", in: limited).interval == nil)
    }

    @Test("of areas and average precision are BCa's where these are asked for")
    func bca() throws {
        let estimation = IntervalEstimation(replicates: 200, seed: Seed(4), interval: .bca)
        let cases = try SimulatedCases().ranked(), metrics: [any Metric] = [ROCAUC(), AveragePrecision(), RPrecision()]
        let found = try estimation.measurements(of: cases, metrics: metrics, budgets: [])
        for slice in ["first", "pooled"] {
            for metric in ["roc_auc", "average_precision"] {
                #expect(try find(metric, slice, in: found).method?.contains("bootstrap, BCa") == true)
            }
            let other = try #require(try find("r_precision", slice, in: found).method)
            #expect(other.hasSuffix(", not BCa: it is for areas and average precision of unweighted cases alone"))
        }
        let (ranks, scored) = (0..<cases.count, cases)
        let bootstrap = try ClusterBootstrap(
            scores: [scored.scores], positive: scored.isInjected,
            clusters: ranks.map { scored.isInjected[$0] ? 1_000 + Int(scored.attack[$0]) : Int(scored.user[$0]) })
        let direct = try bootstrap.replicates(200, for: .bca, seed: Seed(4)).estimate(\.averagePrecision)
        #expect(try find("average_precision", "pooled", in: found).interval == direct.interval)
        let pair = try PairedComparison(cases, try SimulatedCases().ranked(detector: 1))
        #expect(try pair.difference(of: ROCAUC(), by: estimation).method.contains("BCa"))
    }

    @Test("are read from replicates in the way of each metric, or in the one that is asked for, or say why not")
    func kinds() throws {
        let metrics: [any Metric] = [ROCAUC(), AveragePrecision(), RPrecision(), RecallAtBudget()]
        func methods(_ interval: BootstrapInterval?, isClustered: Bool = true) throws -> [String] {
            let estimation = IntervalEstimation(replicates: 100, seed: Seed(4), interval: interval)
            let cases = try SimulatedCases(isClustered: isClustered).ranked()
            return try estimation.measurements(of: cases, metrics: metrics, budgets: [3]).filter {
                $0.slice == "pooled"
            }.compactMap(\.method)
        }
        #expect(try methods(nil).map { $0.contains("t of the logit") } == [true, true, false, true])
        #expect(try methods(.logit).allSatisfy { $0.contains("t of the logit") })
        #expect(try methods(.percentile).allSatisfy { $0.hasPrefix("cluster bootstrap, 95 %") })
        for interval in BootstrapInterval.allCases {
            let area = try #require(try methods(interval, isClustered: false).first)
            #expect(area.hasPrefix("Newcombe") && area.contains(", not \(interval.rawValue): this is in closed form"))
        }
        #expect(try !#require(try methods(nil, isClustered: false).first).contains(", not "))
    }

    @Test("of a tenant and of matched cases count the clusters of these alone")
    func slices() throws {
        // The users and attacks of even numbers are one tenant's; every tenth benign case and each attack match.
        let cases = SimulatedCases().cases().map { item in
            var item = item
            item.tenant = (item.isInjected ? item.attack / 2 : item.user) % 2
            return item
        }
        let matched = (0..<2).map { scenario in
            cases.indices.filter { cases[$0].isInjected ? Int(cases[$0].scenario) == scenario : $0 % 10 == 0 }
        }
        let ranked = try ScoredCases(
            cases, window: ScoredCases.Window(days: 0..<10, activeUsers: 30, accesses: 400), policy: .rankLast,
            scenarios: ["first", "second"], tenants: ["even", "odd"], matched: matched)
        let found = try IntervalEstimation(replicates: 50, seed: Seed(1)).measurements(
            of: ranked, metrics: [RPrecision()], budgets: [])
        #expect(try find("r_precision", "tenant/even", in: found).method?.hasSuffix(" 10 + 15 clusters") == true)
        let users = Set(cases.indices.filter { !cases[$0].isInjected && $0 % 10 == 0 }.map { cases[$0].user }).count
        #expect(
            try find("r_precision", "first/matched", in: found).method?.hasSuffix(" 10 + \(users) clusters") == true)
        #expect(try find("r_precision", "macro", in: found).method?.hasSuffix(" 20 + 30 clusters") == true)
    }

    @Test("are given up between replicates when that is asked for", arguments: [2e9, 1_000], [0, 1, 20])
    func cancelled(most: Double, after limit: Int) throws {
        let asked = Mutex(0)
        let estimation = IntervalEstimation(
            replicates: 400, mostCaseReplicates: most, seed: Seed(4),
            isCancelled: {
                asked.withLock {
                    $0 += 1
                    return $0 > limit
                }
            })
        let cases = try SimulatedCases().ranked(), other = try SimulatedCases().ranked(detector: 1)
        #expect(throws: CancellationError.self) {
            try estimation.measurements(of: cases, metrics: [ROCAUC(), AveragePrecision()], budgets: [])
        }
        #expect(throws: CancellationError.self) {
            try PairedComparison(cases, other).difference(of: AveragePrecision(), by: estimation)
        }
        #expect(asked.withLock { $0 } < 100)
    }

    @Test("do not exist for a single attack")
    func single() throws {
        let found = try measurements(SimulatedCases(attacks: 2))
        let area = try find("roc_auc", "first", in: found)
        #expect(area.interval == nil && area.method?.contains("single cluster") == true)
    }
}
