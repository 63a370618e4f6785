package import Parameters

/// A pruner: all trials take a few steps, the best of them take more, and the best of those again, until the last have
/// taken all (Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS
/// 2016).
///
/// Trials are compared after equally many steps. One in ``reduction`` continues after a rung, whose steps are
/// ``growth`` times those of the rung before.
package struct SuccessiveHalving: Pruner {
    package static let id = "successive-halving"
    package static let summary = "all trials take a few steps, the best of them more, and the best of those all"

    // A first rung that is too early is told from one that is no number of steps, because the reason differs.
    static let firstRung = Parameter<Int>(
        "first_rung", in: 1...10_000, standard: 3, "Steps before trials are compared for the first time; at least 3.")
    static let growth = Parameter<Int>(
        "growth", in: 2...10_000, standard: 2, "How many times the steps of a rung the next one has.")
    static let reduction = Parameter<Int>(
        "reduction", in: 2...10_000, standard: 3, "Of this many trials one continues.")

    package static let parameters: ParameterList = [firstRung, growth, reduction]

    /// The steps before trials are compared for the first time.
    package let firstRung: Int
    package let growth: Int
    package let reduction: Int

    /// For alternating least squares the order after two steps says almost nothing about the final one: the best trial
    /// may be lost; after three it has a rank correlation of 0.84 and more.
    package static let leastFirstRung = 3

    package init(_ values: ParameterSet) throws(SearchError) {
        try self.init(
            firstRung: values[Self.firstRung], growth: values[Self.growth], reduction: values[Self.reduction])
    }

    package var values: [String: ParameterValue] {
        [
            Self.firstRung.name: .integer(firstRung), Self.growth.name: .integer(growth),
            Self.reduction.name: .integer(reduction),
        ]
    }

    /// - Throws: ``SearchError`` for a first rung that is too early, a growth or a reduction below two.
    package init(firstRung: Int = 3, growth: Int = 2, reduction: Int = 3) throws(SearchError) {
        guard firstRung >= Self.leastFirstRung else {
            throw SearchError(
                "first_rung must be at least \(Self.leastFirstRung), not \(firstRung): after fewer steps the order of "
                    + "the trials says next to nothing of their final one, and the best is lost",
                parameter: Self.firstRung.name)
        }
        guard growth >= 2, reduction >= 2 else { throw SearchError("growth and reduction must be at least 2") }
        self.firstRung = firstRung
        self.growth = growth
        self.reduction = reduction
    }

    package func rungs(below steps: Int) -> [Int] {
        Array(
            sequence(first: firstRung) { rung in
                let (next, overflow) = rung.multipliedReportingOverflow(by: growth)
                return overflow ? nil : next
            }.prefix { $0 < steps })
    }

    package func survivors(of trials: Int) -> Int {
        max(1, trials / reduction + (trials.isMultiple(of: reduction) ? 0 : 1))
    }
}
