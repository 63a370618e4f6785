import Algorithms
import CGSL
import Foundation

/// How rare a score is beyond all benign ones that were seen: a generalised Pareto distribution fitted to the excesses
/// over a high threshold.
///
/// P(S > s) = p_u (1 + ξ(s − u)/σ)^(−1/ξ) for scores above the threshold *u*, which a fraction p_u exceeds; p_u exp(−(s
/// − u)/σ) for ξ = 0 (J. Pickands, "Statistical inference using extreme order statistics", Annals of Statistics 3,
/// 1975; Davison and Smith, "Models for exceedances over high thresholds", JRSS B 52, 1990). For ξ < 0 the distribution
/// ends at u − σ/ξ. An extrapolation: prefer ``TailProbability`` within the sample.
public struct GeneralizedParetoTail: Sendable {
    /// The fewest excesses that are fitted.
    public static let fewestExcesses = 30

    /// The threshold *u*.
    public let threshold: Double
    /// The fraction p_u of benign scores above the threshold.
    public let fractionAbove: Double
    /// The shape ξ: positive for tails heavier than exponential, negative for a tail that ends.
    public let shape: Double
    /// The scale σ.
    public let scale: Double
    /// All benign scores, ascending.
    private let sorted: [Double]

    /// Fits shape and scale by maximum likelihood (Nelder and Mead's simplex over ξ and log σ).
    ///
    /// - Parameters:
    ///   - benign: scores that are not those of anomalies.
    ///   - quantile: the probability of the quantile that is the threshold, in 0..<1.
    /// - Throws: ``StatisticsError/tooFew(needed:found:)`` for less than ``fewestExcesses`` scores above the threshold,
    ///   ``StatisticsError/noVariation`` where these are equal, ``StatisticsError/noConvergence(_:)`` where the
    ///   likelihood has no maximum with ξ > −1, as of scores that end abruptly, ``StatisticsError/outOfRange(_:)`` for
    ///   the quantile, or an error for a score that is not finite.
    public init(benign: [Double], above quantile: Double = 0.95) throws(StatisticsError) {
        guard quantile >= 0, quantile < 1 else { throw .outOfRange("the quantile \(quantile)") }
        try StatisticsError.checkFinite(benign)
        sorted = benign.sorted()
        let threshold = Quantiles(of: benign)?(quantile) ?? .nan
        let excesses = sorted.filter { $0 > threshold }.map { $0 - threshold }
        guard excesses.count >= Self.fewestExcesses else {
            throw .tooFew(needed: Self.fewestExcesses, found: excesses.count)
        }
        guard excesses[0] < excesses[excesses.count - 1] else { throw .noVariation }
        self.threshold = threshold
        fractionAbove = Double(excesses.count) / Double(benign.count)
        // In units of the mean excess, the fit is the same for scores of any scale.
        let unit = gsl_stats_mean(excesses, 1, excesses.count)
        guard unit > 0, unit.isFinite else { throw .infinite }
        let fit = try Self.fit(excesses.map { $0 / unit })
        shape = fit.shape
        scale = fit.scale * unit
    }

    /// The probability that a benign score is larger; the fraction of larger ones up to the threshold.
    ///
    /// 0 only beyond the end of a distribution with ξ < 0, and where it is too small for a number. NaN for NaN.
    public func tailProbability(of score: Double) -> Double {
        guard !score.isNaN else { return .nan }
        guard score > threshold else {
            let larger = sorted.count - sorted.partitioningIndex { $0 > score }
            return Double(larger) / Double(sorted.count)
        }
        return fractionAbove * exp(-Self.logarithm((score - threshold) / scale, shape))
    }

    /// The score that a benign one exceeds with a probability: u + σ/ξ ((p/p_u)^(−ξ) − 1).
    ///
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a probability that is not positive, or above ``fractionAbove``,
    ///   where the sample itself gives the quantile.
    public func threshold(forTailProbability probability: Double) throws(StatisticsError) -> Double {
        guard probability > 0, probability <= fractionAbove else {
            throw .outOfRange("the tail probability \(probability)")
        }
        return threshold + excess(exceededBy: probability / fractionAbove)
    }

    private func excess(exceededBy probability: Double) -> Double {
        shape == 0 ? -scale * log(probability) : scale * expm1(-shape * log(probability)) / shape
    }

    /// −log of the tail at an excess in units of the scale: log(1 + ξz)/ξ; infinite beyond the end.
    private static func logarithm(_ excess: Double, _ shape: Double) -> Double {
        guard shape != 0 else { return excess }
        return shape * excess > -1 ? log1p(shape * excess) / shape : .infinity
    }

    // MARK: Fit

    private static func fit(_ excesses: [Double]) throws(StatisticsError) -> (shape: Double, scale: Double) {
        GSL.errorsReturn
        // The moments of the distribution: mean σ/(1−ξ), variance σ²/((1−ξ)²(1−2ξ)).
        let variance = gsl_stats_variance(excesses, 1, excesses.count)
        var shape = max(-0.4, (1 - 1 / variance) / 2), logScale = log(1 - shape)
        // A simplex may shrink before the minimum; a new one is then started around its end.
        for step in [0.2, 0.02, 0.002] {
            guard let found = minimum(excesses, shape, logScale, step: step) else {
                throw .noConvergence("the generalised Pareto tail")
            }
            (shape, logScale) = found
        }
        guard shape > -0.999 else { throw .noConvergence("the generalised Pareto tail; the scores end abruptly") }
        return (shape, exp(logScale))
    }

    /// Where the negative log-likelihood n log σ + (1 + ξ) Σ log(1 + ξy/σ)/ξ has its minimum.
    private static func minimum(
        _ excesses: [Double], _ shape: Double, _ logScale: Double, step: Double
    ) -> (shape: Double, logScale: Double)? {
        guard let minimizer = accesslab_nmsimplex2(2), let start = gsl_vector_alloc(2), let steps = gsl_vector_alloc(2)
        else { return nil }
        defer {
            gsl_multimin_fminimizer_free(minimizer)
            gsl_vector_free(start)
            gsl_vector_free(steps)
        }
        gsl_vector_set(start, 0, shape)
        gsl_vector_set(start, 1, logScale)
        gsl_vector_set_all(steps, step)
        var sample = excesses
        return sample.withUnsafeMutableBufferPointer { sample in
            withUnsafeMutablePointer(to: &sample) { parameters in
                var function = gsl_multimin_function(
                    f: { point, parameters in
                        guard let sample = parameters?.assumingMemoryBound(to: UnsafeMutableBufferPointer<Double>.self)
                        else { return .nan }
                        let shape = gsl_vector_get(point, 0), logScale = gsl_vector_get(point, 1)
                        return GeneralizedParetoTail.loss(sample.pointee, shape: shape, logScale: logScale)
                    }, n: 2, params: parameters)
                guard gsl_multimin_fminimizer_set(minimizer, &function, start, steps) == 0 else { return nil }
                for _ in 0..<2_000 {
                    guard gsl_multimin_fminimizer_iterate(minimizer) == 0 else { return nil }
                    if gsl_multimin_fminimizer_size(minimizer) < 1e-10 { break }
                }
                guard let best = gsl_multimin_fminimizer_x(minimizer) else { return nil }
                return (gsl_vector_get(best, 0), gsl_vector_get(best, 1))
            }
        }
    }

    private static func loss(_ excesses: UnsafeMutableBufferPointer<Double>, shape: Double, logScale: Double) -> Double
    {
        // GSL needs finite values; the likelihood is unbounded for ξ ≤ −1 and zero where an excess is beyond the end.
        let impossible = 1e300, scale = exp(logScale)
        guard shape > -1 else { return impossible }
        var sum = 0.0
        for excess in excesses { sum += logarithm(excess / scale, shape) }
        return sum.isFinite ? Double(excesses.count) * logScale + (1 + shape) * sum : impossible
    }
}
