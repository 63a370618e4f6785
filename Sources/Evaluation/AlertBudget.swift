/// The alerts that a budget admits: each day's highest scores, ties at the cut shared by expected value.
struct AlertBudget {
    /// Alerts on injected cases; a fraction where a tie is cut.
    private(set) var truePositives = 0.0
    /// Alerts on benign cases; a fraction where a tie is cut.
    private(set) var falsePositives = 0.0

    /// Raises up to `budget` alerts on every day, or over all cases where they have no days. A case without a score
    /// (ranked last, −∞) is never raised.
    init(_ cases: RankedCases, budget: Double) {
        var byDay: [Int: [Int]] = [:]
        for index in cases.scores.indices where cases.scores[index] > -.infinity {
            byDay[cases.day?[index] ?? 0, default: []].append(index)
        }
        for day in byDay.keys.sorted() {
            let ranked = (byDay[day] ?? []).sorted { cases.scores[$0] > cases.scores[$1] }
            var left = budget, start = 0
            while left > 0, start < ranked.count {
                var end = start
                var hits = 0.0
                while end < ranked.count, cases.scores[ranked[end]] == cases.scores[ranked[start]] {
                    hits += cases.injected[ranked[end]] ? 1 : 0
                    end += 1
                }
                let tied = Double(end - start)
                let raised = min(left, tied)
                truePositives += hits * raised / tied
                falsePositives += (tied - hits) * raised / tied
                left -= raised
                start = end
            }
        }
    }

    var alerts: Double { truePositives + falsePositives }
}
