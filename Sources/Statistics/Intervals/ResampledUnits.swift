import CGSL

/// How many independent units a bootstrap draws, by which its intervals are widened.
///
/// Replicates of *n* units vary less than samples of *n* units do, by √((n−1)/n), and what they vary by is itself
/// known from n − 1 degrees of freedom only. Intervals therefore reach t(n−1)·√(n/(n−1)) standard deviations far, and
/// quantiles are taken at the normal probability of that (T. C. Hesterberg, "What teachers should know about the
/// bootstrap", The American Statistician 69, 2015, section 4.4). Of units in several strata, each with its own mean,
/// the degrees of freedom are fewer by one for each stratum.
public struct ResampledUnits: Hashable, Sendable {
    /// All units, such as attacks.
    public let count: Int
    /// The groups that they are drawn within, such as scenarios.
    public let strata: Int

    /// Units of one or several strata.
    ///
    /// - Precondition: more units than strata, of which there is one at least.
    public init(_ count: Int, strata: Int = 1) {
        precondition(strata > 0 && count > strata)
        self.count = count
        self.strata = strata
    }

    /// How many standard deviations of the replicates an interval of a level reaches to either side.
    public func deviations(for level: Double) -> Double {
        let freedom = Double(count - strata)
        return gsl_cdf_tdist_Qinv((1 - level) / 2, freedom) * (Double(count) / freedom).squareRoot()
    }

    /// The units of which there are the fewest: of samples of several kinds, those that allow the least certainty.
    ///
    /// - Returns: nil where no kind has more units than strata.
    public static func fewest(_ kinds: [(count: Int, strata: Int)]) -> ResampledUnits? {
        kinds.filter { $0.strata > 0 && $0.count > $0.strata }.map { ResampledUnits($0.count, strata: $0.strata) }
            .max { $0.deviations(for: 0.95) < $1.deviations(for: 0.95) }
    }
}
