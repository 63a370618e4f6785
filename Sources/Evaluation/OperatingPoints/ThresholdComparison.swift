import Statistics

/// One threshold for all against a threshold for each user, at the same promised noise.
package struct ThresholdComparison: Hashable, Sendable, Codable {
    /// The promised benign alerts: a day, or over all cases where these have no time.
    package let alertBudget: Double
    package let global: AchievedOperation
    package let perUser: AchievedOperation

    package init(alertBudget: Double, global: AchievedOperation, perUser: AchievedOperation) {
        self.alertBudget = alertBudget
        self.global = global
        self.perUser = perUser
    }

    /// Chooses both on validation cases within the same budget, and applies them to test cases.
    ///
    /// - Throws: as ``UserThresholds/init(within:on:shrinkage:)``, and `CancellationError`.
    package init(
        within budget: Double, validation: ScoredCases, test: ScoredCases, shrinkage: Double = 20,
        by estimation: IntervalEstimation
    ) throws {
        guard let point = OperatingPoint(within: budget, on: validation) else { throw StatisticsError.empty }
        let users = try UserThresholds(within: budget, on: validation, shrinkage: shrinkage)
        alertBudget = budget
        global = try AchievedOperation(point, on: test, by: estimation)
        perUser = try AchievedOperation(on: test, promised: budget, isPerDay: point.isPerDay, by: estimation) {
            test.scores[$0] > users.threshold(of: test.user[$0])
        }
    }
}
