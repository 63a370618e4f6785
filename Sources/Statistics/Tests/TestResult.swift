/// What a test of significance says.
public struct TestResult: Hashable, Sendable, Encodable {
    /// The test statistic: z, t, W, F; infinite where the sample leaves no variation to divide by.
    public let statistic: Double
    /// The two-sided probability of a statistic at least as extreme if there is no difference.
    public let pValue: Double
    /// The smallest p-value that a sample of this size could have given; 0 where nothing bounds it.
    public let smallestPValue: Double
    /// The test and the size of its sample: `Wilcoxon signed-rank, exact, n = 6`.
    public let method: String

    /// The result of a test that was computed elsewhere.
    public init(statistic: Double, pValue: Double, smallestPValue: Double = 0, method: String) {
        self.statistic = statistic
        self.pValue = pValue
        self.smallestPValue = smallestPValue
        self.method = method
    }

    /// What may be said at a level of significance.
    public func verdict(at level: Double = 0.05) -> Verdict {
        if smallestPValue > level { return .notEnoughPairs }
        return pValue <= level ? .significant : .notSignificant
    }

    /// What may be said of a difference at a level of significance.
    public enum Verdict: String, Hashable, Sendable, Encodable {
        case significant
        case notSignificant = "not significant"
        /// No sample of this size could be significant at the level, whatever the effect.
        case notEnoughPairs = "not enough pairs for this level"
        /// The pairs have data in common, so that the test does not hold.
        case notIndependent = "pairs are not independent"
    }
}
