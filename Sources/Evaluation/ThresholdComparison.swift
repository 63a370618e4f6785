import Statistics

/// One threshold for all against a threshold for each user, at the same promised noise.
public struct ThresholdComparison: Hashable, Sendable {
    public let global: AchievedOperation
    public let perUser: AchievedOperation

    /// Chooses both on validation cases within the same budget, and applies them to test cases.
    ///
    /// - Throws: as ``UserThresholds/init(within:on:shrinkage:)``, and `CancellationError`.
    public init(
        within budget: Double, validation: ScoredCases, test: ScoredCases, shrinkage: Double = 20,
        by estimation: IntervalEstimation
    ) throws {
        guard let point = OperatingPoint(within: budget, on: validation) else { throw StatisticsError.empty }
        let users = try UserThresholds(within: budget, on: validation, shrinkage: shrinkage)
        global = try AchievedOperation(point, on: test, by: estimation)
        perUser = try AchievedOperation(on: test, promised: budget, isPerDay: point.isPerDay, by: estimation) {
            test.scores[$0] > users.threshold(of: test.user[$0])
        }
    }
}
