import Evaluation
import Statistics
import Testing

@Suite("The intervals of an evaluation")
struct IntervalEstimationTests {
    private func figures(
        _ simulated: SimulatedCases, metrics: [any Metric] = Metrics.standard.all, replicates: Int = 200,
        most: Double = 2e9, workers: Int = 2
    ) throws -> [EstimatedFigure] {
        let estimation = IntervalEstimation(
            replicates: replicates, mostCaseReplicates: most, seed: Seed(4), workers: workers)
        return try estimation.figures(of: try simulated.ranked(), metrics: metrics, budgets: [3])
    }

    private func find(_ metric: String, _ slice: String, in figures: [EstimatedFigure]) throws -> EstimatedFigure {
        try #require(figures.first { $0.figure.metric == metric && $0.figure.slice == slice })
    }

    @Test("hold the figure, or say why there are none", arguments: [true, false])
    func everyFigure(isClustered: Bool) throws {
        let simulated = SimulatedCases(isClustered: isClustered)
        let found = try figures(simulated)
        let plain = Evaluation(of: try simulated.ranked(), metrics: Metrics.standard.all, budgets: [3])
        #expect(found.map(\.figure) == plain.figures)
        for item in found {
            #expect((item.interval == nil) == item.method.hasPrefix("no interval: "), "\(item)")
            guard let interval = item.interval else { continue }
            #expect(interval.lowerBound < interval.upperBound)
            #expect(interval.lowerBound.isFinite)
        }
        #expect(found.count { $0.interval != nil } > found.count / 2)
    }

    @Test("are in closed form where cases are independent")
    func independent() throws {
        let simulated = SimulatedCases(isClustered: false)
        let found = try figures(simulated), ranked = RankedCases(try simulated.ranked())
        let area = try find("roc_auc", "pooled", in: found)
        let delong = try DeLong(
            scores: simulated.cases().map { $0.score ?? 0 }, positive: simulated.cases().map(\.isInjected))
        #expect(area.interval == (try delong.estimate()).interval)
        let recall = try find("recall_at_budget@3", "pooled", in: found)
        let hits = Int(AlertBudget(ranked, budget: 3).truePositives)
        #expect(recall.interval == (try Estimate.proportion(hits, of: 60)).interval)
        let noise = try find("benign_alerts_per_day@3", "pooled", in: found)
        #expect(noise.interval == (try Estimate.rate(ofEvents: 30 - hits, exposure: 10)).interval)
        #expect(try find("average_precision", "pooled", in: found).method.hasPrefix("cluster bootstrap"))
    }

    @Test("are a bootstrap's where users and incidents are known, but for what counts incidents")
    func clustered() throws {
        let found = try figures(SimulatedCases())
        for metric in ["roc_auc", "average_precision", "tpr_at_1_percent_fpr", "recall_at_budget@3", "noise_rate@3"] {
            #expect(try find(metric, "pooled", in: found).method.hasSuffix("20 + 30 clusters"), "\(metric)")
            #expect(try find(metric, "first", in: found).method.hasSuffix("10 + 30 clusters"), "\(metric)")
        }
        #expect(try find("incident_recall_at_budget@3", "pooled", in: found).method.hasPrefix("Wilson"))
        #expect(try find("hours_to_detection@3", "pooled", in: found).method.hasPrefix("Kaplan–Meier"))
        #expect(try find("alert_gini@3", "pooled", in: found).interval == nil)
    }

    @Test("of the mean over scenarios come from the same replicates, and are narrower than those of its parts")
    func macro() throws {
        let found = try figures(SimulatedCases())
        let widths = try ["first", "second", "macro"].map { slice in
            let interval = try #require(try find("average_precision", slice, in: found).interval)
            return interval.upperBound - interval.lowerBound
        }
        #expect(widths[2] < (widths[0] + widths[1]) / 2)
    }

    @Test("do not depend on the number of workers", arguments: [1, 3])
    func workers(count: Int) throws {
        #expect(
            try figures(SimulatedCases(), replicates: 60) == figures(SimulatedCases(), replicates: 60, workers: count))
    }

    @Test("of areas and average precision alone remain where measuring all anew would take too long")
    func limited() throws {
        let full = try figures(SimulatedCases()), limited = try figures(SimulatedCases(), most: 1_000)
        for slice in ["first", "pooled"] {
            for metric in ["roc_auc", "average_precision"] {
                let fast = try #require(try find(metric, slice, in: limited).interval)
                let slow = try #require(try find(metric, slice, in: full).interval)
                // Two bootstraps of the same clusters with other draws.
                #expect(abs(fast.lowerBound - slow.lowerBound) < 0.08)
                #expect(abs(fast.upperBound - slow.upperBound) < 0.08)
            }
            let rate = try find("tpr_at_1_percent_fpr", slice, in: limited)
            #expect(rate.interval == nil && rate.method.contains("case-replicates are more than 1000"))
        }
        #expect(try find("roc_auc", "macro", in: limited).interval == nil)
    }

    @Test("do not exist for a single attack")
    func single() throws {
        let found = try figures(SimulatedCases(attacks: 2))
        let area = try find("roc_auc", "first", in: found)
        #expect(area.interval == nil && area.method.contains("single cluster"))
    }
}
