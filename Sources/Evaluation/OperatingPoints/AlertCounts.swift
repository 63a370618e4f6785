import Statistics

/// How many cases exceed a threshold.
struct AlertCounts: Hashable, Sendable {
    var injected = 0
    var benign = 0
    /// Injected cases above the threshold.
    var hits = 0
    /// Benign cases above the threshold.
    var alarms = 0

    init(above threshold: Double, in cases: ScoredCases) {
        self.init(in: cases) { cases.scores[$0] > threshold }
    }

    /// - Parameter isAlert: whether the case of a rank, which has a score, alerts.
    init(in cases: ScoredCases, where isAlert: (Int) -> Bool) {
        for rank in 0..<cases.count {
            let alerts = cases.isScorable[rank] && isAlert(rank) ? 1 : 0
            if cases.isInjected[rank] {
                injected += 1
                hits += alerts
            } else {
                benign += 1
                alarms += alerts
            }
        }
    }

    /// The precision at another fraction of attacks: TPR·π / (TPR·π + FPR·(1−π)); nil where no benign case alerts,
    /// which leaves their rate unknown, or a class is missing.
    func precision(atPrevalence prevalence: Double) -> Double? {
        guard injected > 0, alarms > 0 else { return nil }
        return try? RankingCurve.precision(
            truePositiveRate: Double(hits) / Double(injected), falsePositiveRate: Double(alarms) / Double(benign),
            prevalence: prevalence)
    }
}
