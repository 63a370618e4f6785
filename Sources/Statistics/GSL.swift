import CGSL

/// The statistics library below this module.
public enum GSL {
    /// GSL's version.
    public static let version = String(cString: accesslab_gsl_version())

    /// Read this before calling a GSL function that may fail; otherwise GSL ends the process.
    static let errorsReturn: Void = accesslab_gsl_errors_return()

    /// The quantile of a distribution by GSL's inverse, or by ``root(in:of:)`` where that inverse does not converge.
    ///
    /// GSL 2.7 does not converge for some beta and gamma distributions of large parameters.
    static func quantile(
        _ probability: Double, within bounds: ClosedRange<Double>, inverse: (Double) -> Double,
        cumulative: (Double) -> Double
    ) -> Double {
        errorsReturn
        let guess = inverse(probability)
        if guess.isFinite, abs(cumulative(guess) - probability) <= 1e-12 * probability { return guess }
        return root(in: bounds) { cumulative($0) - probability } ?? guess
    }

    /// Where a continuous function that changes its sign within an interval is zero, by Brent's method
    /// (`gsl_root_fsolver_brent`); nil where it does not change its sign.
    static func root(in interval: ClosedRange<Double>, of function: (Double) -> Double) -> Double? {
        errorsReturn
        guard let solver = accesslab_brent() else { return nil }
        defer { gsl_root_fsolver_free(solver) }
        return withoutActuallyEscaping(function) { function in
            let body = Body(function)
            return withExtendedLifetime(body) {
                var problem = gsl_function()
                problem.params = Unmanaged.passUnretained(body).toOpaque()
                problem.function = { x, context in
                    guard let context else { return .nan }
                    return Unmanaged<Body>.fromOpaque(context).takeUnretainedValue().function(x)
                }
                guard
                    gsl_root_fsolver_set(solver, &problem, interval.lowerBound, interval.upperBound)
                        == Int32(GSL_SUCCESS)
                else { return nil }
                // Far more steps than Brent's method takes; halving alone would need as many for the smallest numbers.
                for _ in 0..<1100 {
                    guard gsl_root_fsolver_iterate(solver) == Int32(GSL_SUCCESS) else { break }
                    let low = gsl_root_fsolver_x_lower(solver), high = gsl_root_fsolver_x_upper(solver)
                    if gsl_root_test_interval(low, high, 0, 4 * .ulpOfOne) == Int32(GSL_SUCCESS) { break }
                }
                return gsl_root_fsolver_root(solver)
            }
        }
    }

    /// A function behind a pointer, for C.
    private final class Body {
        let function: (Double) -> Double

        init(_ function: @escaping (Double) -> Double) {
            self.function = function
        }
    }
}
