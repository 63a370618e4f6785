extension OperatingPoint {
    /// The lowest threshold that keeps the alerts on benign cases within a budget. Cases without a score raise no
    /// alert; every case counts once.
    ///
    /// - Parameter budget: benign alerts a day; over all cases where they have no time.
    /// - Returns: nil where no benign case has a score, or for a negative budget.
    public init?(within budget: Double, on cases: ScoredCases) {
        let days = cases.days == nil ? nil : cases.window.days?.count
        guard budget >= 0,
            let threshold = BenignRanking(cases).threshold(allowing: budget * Double(max(1, days ?? 1)))
        else { return nil }
        self.threshold = threshold
        alertBudget = budget
        isPerDay = days != nil
        let counts = AlertCounts(above: threshold, in: cases)
        guard counts.injected > 0 else { return }
        injectedShare = Double(counts.injected) / Double(cases.count)
        expectedRecall = Double(counts.hits) / Double(counts.injected)
        expectedPrecision =
            counts.hits + counts.alarms > 0 ? Double(counts.hits) / Double(counts.hits + counts.alarms) : nil
    }
}
