/// A threshold with what it promises: an access alerts if its score is above the threshold.
package struct OperatingPoint: Hashable, Sendable, Codable {
    /// The score that an alert exceeds.
    package var threshold: Double
    /// The alerts on benign accesses that it was chosen for: a day, or over all cases where the data have no time.
    package var alertBudget: Double
    /// Whether ``alertBudget`` counts alerts a day.
    package var isPerDay: Bool
    /// The fraction of injected accesses above the threshold, and of alerts that are injected, on the cases that it was
    /// chosen on; nil where nothing was injected.
    package var expectedRecall: Double?
    package var expectedPrecision: Double?
    /// The fraction of injected accesses among those cases, on which the precision depends; nil where nothing was
    /// injected.
    package var injectedFraction: Double?
    /// The precision where attacks are as rare as in a real log; nil where nothing was injected, or in a bundle of an older
    /// program.
    package var restatedPrecision: [PrevalencePrecision]?

    /// The lowest threshold that keeps the alerts on benign cases within a budget. Cases without a score raise no
    /// alert; every case counts once.
    ///
    /// - Parameter budget: benign alerts a day; over all cases where they have no time.
    /// - Returns: nil where no benign case has a score, or for a negative budget.
    package init?(within budget: Double, on cases: ScoredCases) {
        let days = cases.days == nil ? nil : cases.window.days?.count
        guard budget >= 0,
            let threshold = BenignRanking(cases).threshold(allowing: budget * Double(max(1, days ?? 1)))
        else { return nil }
        self.threshold = threshold
        alertBudget = budget
        isPerDay = days != nil
        let counts = AlertCounts(above: threshold, in: cases)
        guard counts.injected > 0 else { return }
        injectedFraction = Double(counts.injected) / Double(cases.count)
        expectedRecall = Double(counts.hits) / Double(counts.injected)
        expectedPrecision =
            counts.hits + counts.alarms > 0 ? Double(counts.hits) / Double(counts.hits + counts.alarms) : nil
        restatedPrecision = PrevalencePrecision.prevalences.map {
            PrevalencePrecision(prevalence: $0, precision: counts.precision(atPrevalence: $0))
        }
    }

    package init(
        threshold: Double, alertBudget: Double, isPerDay: Bool, expectedRecall: Double? = nil,
        expectedPrecision: Double? = nil, injectedFraction: Double? = nil
    ) {
        self.threshold = threshold
        self.alertBudget = alertBudget
        self.isPerDay = isPerDay
        self.expectedRecall = expectedRecall
        self.expectedPrecision = expectedPrecision
        self.injectedFraction = injectedFraction
    }

    private enum CodingKeys: String, CodingKey {
        case threshold
        case alertBudget = "alert_budget"
        case isPerDay = "per_day"
        case expectedRecall = "expected_recall"
        case expectedPrecision = "expected_precision"
        case injectedFraction = "injected_share"
        case restatedPrecision = "restated_precision"
    }
}
