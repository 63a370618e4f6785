import CGSL

/// How certain the mean over replicates of one dataset is, and whether it is 0, where replicates have the cases of the
/// dataset in common.
///
/// Replicates differ in what was injected and in the starts of fits. What they vary by, *s*², tells how certain their mean is
/// in these respects: *s*²/*R*. It tells nothing of the benign cases, which are the same in all, so that a test by it alone
/// takes chance in these cases for a difference, the more surely the more replicates there are. What the common cases bring
/// is found by resampling them, with the same draws in all replicates, and is added.
///
/// Cases vary together in two ways, as those of one user do and those of one resource. With *U* the variance of the mean over
/// draws of users, *P* that over draws of resources, and *C* that over draws of what one user does with one resource, the
/// variance is *V* = *s*²/*R* + *U* + *P* − *C*, or the larger of *s*²/*R* + *U* and *P* where that is less (A. C. Cameron,
/// J. B. Gelbach and D. L. Miller, "Robust inference with multiway clustering", Journal of Business & Economic Statistics 29,
/// 2011). The mean over √*V* is compared with Student's t, whose degrees of freedom follow from those of the two parts
/// (F. E. Satterthwaite, "An approximate distribution of estimates of variance components", Biometrics Bulletin 2, 1946).
///
/// Where each replicate divides the dataset anew, training sets overlap as well, and *s*²/*R* is (1/*R* + test/training) *s*²
/// (Nadeau and Bengio, "Inference for the generalization error", Machine Learning 52, 2003).
package struct SharedReplicates: Hashable, Sendable {
    /// The mean over the replicates.
    package let mean: Double
    /// The number of replicates.
    package let count: Int
    /// The number of resamples of the common cases.
    package let resamples: Int
    /// The variance of the mean that replicates tell.
    package let ofReplicates: Double
    /// The variance of the mean that the common cases bring beside that.
    package let ofSharedCases: Double
    /// The degrees of freedom that the common cases leave.
    private let sharedFreedom: Double

    /// The means over the replicates of what resamples of the common cases gave, NaN where there is no value.
    package struct Draws: Hashable, Sendable {
        package let users: [Double]
        package let resources: [Double]
        package let cells: [Double]

        package init(users: [Double], resources: [Double], cells: [Double]) {
            self.users = users
            self.resources = resources
            self.cells = cells
        }

        /// Of a difference, this one less another of the same resamples.
        package func less(_ other: Draws) -> Draws {
            func difference(_ measure: KeyPath<Draws, [Double]>) -> [Double] {
                zip(self[keyPath: measure], other[keyPath: measure]).map { $0 - $1 }
            }
            return Draws(
                users: difference(\.users), resources: difference(\.resources), cells: difference(\.cells))
        }
    }

    /// How many of each were drawn.
    package struct Units: Hashable, Sendable {
        package let users: Int
        package let resources: Int
        package let cells: Int

        package init(users: Int, resources: Int, cells: Int) {
            self.users = users
            self.resources = resources
            self.cells = cells
        }
    }

    /// - Parameters:
    ///   - values: of the replicates, two at least.
    ///   - testToTraining: the size of the test over that of its training set where replicates divide the dataset anew; 0
    ///     where they have the division in common.
    /// - Throws: `StatisticsError` for fewer replicates, values that are not finite, fewer than two users or resources, and
    ///   where more than a twentieth of the resamples has no value.
    package init(
        values: [Double], draws: Draws, units: Units, testToTraining: Double = 0
    ) throws(StatisticsError) {
        guard values.count > 1 else { throw .tooFew(needed: 2, found: values.count) }
        try StatisticsError.checkFinite(values)
        guard testToTraining >= 0, testToTraining.isFinite else {
            throw .outOfRange("the ratio of test to training \(testToTraining)")
        }
        guard units.users > 1, units.resources > 1, units.cells > 1 else { throw .oneCluster }
        /// The variance of samples, which is larger than that of resamples by n/(n − 1).
        func variance(_ draws: [Double], of units: Int) throws(StatisticsError) -> Double {
            let defined = draws.filter(\.isFinite)
            guard defined.count > 1, (draws.count - defined.count) * 20 <= draws.count else {
                throw .tooFew(needed: max(2, draws.count - draws.count / 20), found: defined.count)
            }
            return gsl_stats_variance(defined, 1, defined.count) * Double(units) / Double(units - 1)
        }
        count = values.count
        resamples = draws.users.count
        mean = gsl_stats_mean(values, 1, values.count)
        // Values that differ by rounding alone are equal.
        let resolution = 4 * values.reduce(0) { max($0, abs($1)) }.ulp
        let varies = values.contains { abs($0 - values[0]) > resolution }
        ofReplicates =
            varies ? gsl_stats_variance(values, 1, values.count) * (1 / Double(values.count) + testToTraining) : 0
        let rows = ofReplicates + (try variance(draws.users, of: units.users))
        let columns = try variance(draws.resources, of: units.resources)
        let cells = try variance(draws.cells, of: units.cells)
        ofSharedCases = max(rows + columns - cells, rows, columns) - ofReplicates
        sharedFreedom = Double(min(units.users, units.resources) - 1)
    }

    /// The square root of the variance of the mean.
    package var standardError: Double { (ofReplicates + ofSharedCases).squareRoot() }

    /// Satterthwaite's degrees of freedom; those of the replicates where nothing varies.
    package var freedom: Double {
        let all = ofReplicates + ofSharedCases
        guard all > 0 else { return Double(count - 1) }
        let parts = (ofReplicates / all, ofSharedCases / all)
        return 1 / (parts.0 * parts.0 / Double(count - 1) + parts.1 * parts.1 / sharedFreedom)
    }

    private var method: String {
        "t over replicates and common cases, df = \(Number.text(freedom)), n = \(count), \(resamples) resamples"
    }

    /// Whether the mean is 0, two-sided.
    ///
    /// - Throws: ``StatisticsError/noVariation`` where nothing varies and the mean is not 0.
    package func test() throws(StatisticsError) -> TestResult {
        guard standardError > 0 else {
            guard mean == 0 else { throw .noVariation }
            return TestResult(statistic: 0, pValue: 1, method: method)
        }
        let t = mean / standardError
        return TestResult(statistic: t, pValue: min(1, 2 * gsl_cdf_tdist_Q(abs(t), freedom)), method: method)
    }

    /// The mean with the interval that the test of any mean inverts.
    ///
    /// - Parameter range: what the value can be; its interval stays within.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a level outside 0..<1.
    package func estimate(
        level: Double = 0.95, within range: ClosedRange<Double> = Estimate.anyNumber
    ) throws(StatisticsError) -> Estimate {
        try StatisticsError.checkLevel(level)
        let half = gsl_cdf_tdist_Qinv((1 - level) / 2, freedom) * standardError
        guard half > 0, half.isFinite else {
            return .withoutInterval(mean, because: "neither replicates nor common cases vary")
        }
        return Estimate(
            value: mean, from: mean - half, to: mean + half, method: "\(method), \(Estimate.percent(level))"
        ).onScale(of: range)
    }
}
