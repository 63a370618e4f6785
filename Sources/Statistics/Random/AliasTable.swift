import CGSL

/// A discrete distribution from which variates are drawn in constant time.
///
/// GSL's form of Walker's alias method (A. J. Walker, "An efficient method for generating discrete random variables
/// with general distributions", ACM TOMS 3(3), 1977). The table never changes, so that streams may share it.
public final class AliasTable: @unchecked Sendable {
    private let table: UnsafeMutablePointer<gsl_ran_discrete_t>

    /// The number of outcomes.
    public let count: Int

    /// A distribution over `0..<weights.count`.
    ///
    /// - Parameter weights: the relative probability of each outcome.
    /// - Precondition: there are weights, none of them negative, and their sum is positive and finite.
    public init(weights: [Double]) {
        let sum = weights.reduce(0, +)
        precondition(weights.allSatisfy { $0 >= 0 } && sum > 0 && sum.isFinite, "weights that are no distribution")
        // GSL returns nil only where memory is exhausted.
        guard let table = gsl_ran_discrete_preproc(weights.count, weights) else { preconditionFailure("out of memory") }
        self.table = table
        count = weights.count
    }

    deinit {
        gsl_ran_discrete_free(table)
    }

    /// An outcome in `0..<count`.
    public func draw(using random: RandomStream) -> Int {
        gsl_ran_discrete(random.generator, table)
    }
}
