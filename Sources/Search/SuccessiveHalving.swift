/// A pruner: all trials take a few steps, the best of them take more, and the best of those again, until the last have
/// taken all (Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS
/// 2016).
///
/// Trials are compared after equally many steps. One in ``reduction`` continues after a rung, whose steps are
/// ``growth`` times those of the rung before.
public struct SuccessiveHalving: Hashable, Sendable {
    /// The steps before trials are compared for the first time.
    public let firstRung: Int
    public let growth: Int
    public let reduction: Int

    /// For alternating least squares the order after two steps says almost nothing about the final one: the best trial
    /// may be lost; after three it has a rank correlation of 0.84 and more.
    public static let leastFirstRung = 3

    /// - Throws: ``SearchError`` for a first rung that is too early, a growth or a reduction below two.
    public init(firstRung: Int = 3, growth: Int = 2, reduction: Int = 3) throws(SearchError) {
        guard firstRung >= Self.leastFirstRung else {
            throw SearchError(
                "first_rung must be at least \(Self.leastFirstRung), not \(firstRung): after fewer steps the order of "
                    + "the trials says next to nothing of their final one, and the best is lost")
        }
        guard growth >= 2, reduction >= 2 else { throw SearchError("growth and reduction must be at least 2") }
        self.firstRung = firstRung
        self.growth = growth
        self.reduction = reduction
    }

    /// The steps after which trials are compared, ascending, where the longest trial takes `steps` steps.
    public func rungs(below steps: Int) -> [Int] {
        Array(
            sequence(first: firstRung) { rung in
                let (next, overflow) = rung.multipliedReportingOverflow(by: growth)
                return overflow ? nil : next
            }.prefix { $0 < steps })
    }

    /// How many of the trials that are compared on a rung continue; at least one.
    public func survivors(of trials: Int) -> Int {
        max(1, trials / reduction + (trials.isMultiple(of: reduction) ? 0 : 1))
    }
}
