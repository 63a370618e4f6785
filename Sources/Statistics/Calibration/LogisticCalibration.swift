import Foundation

/// The probability 1/(1 + exp(−(a + b·s))) of a score *s*, fitted by maximum likelihood.
///
/// J. C. Platt, "Probabilistic outputs for support vector machines", 1999, without his smoothing of the labels;
/// Newton's method with halved steps.
public struct LogisticCalibration: Hashable, Sendable {
    /// The log-odds at the score 0.
    public let intercept: Double
    /// The rise of the log-odds for one unit of the score.
    public let slope: Double

    /// - Throws: ``StatisticsError/noConvergence(_:)`` where a threshold separates the classes and the likelihood has
    ///   no maximum; ``StatisticsError/noVariation`` for equal scores; ``StatisticsError/empty``,
    ///   ``StatisticsError/oneClass``, or an error for a score that is not finite.
    /// - Precondition: one label for each score.
    public init(scores: [Double], positive: [Bool]) throws(StatisticsError) {
        guard !scores.isEmpty else { throw .empty }
        try StatisticsError.checkFinite(scores)
        let curve = try RankingCurve(scores: scores, positive: positive)
        guard curve.positives > 0, curve.negatives > 0 else { throw .oneClass }
        guard curve.scores.count > 1 else { throw .noVariation }
        // On standardised scores the Newton steps are well conditioned, whatever the scale of the scores.
        let count = Double(scores.count), mean = scores.reduce(0) { $0 + $1 / count }
        let scale = (scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / count }).squareRoot()
        guard scale > 0, scale.isFinite else { throw .noVariation }
        let cases = zip(scores, positive).map { (score: ($0 - mean) / scale, label: $1 ? 1.0 : 0) }
        func loss(_ a: Double, _ b: Double) -> Double {
            cases.reduce(0) { sum, item in
                let z = a + b * item.score
                return sum + max(z, 0) - z * item.label + log1p(exp(-abs(z)))
            }
        }
        var a = log(Double(curve.positives) / Double(curve.negatives)), b = 0.0, current = loss(a, 0)
        for _ in 0..<100 {
            var (ga, gb, haa, hab, hbb) = (0.0, 0.0, 0.0, 0.0, 0.0)
            for item in cases {
                let p = 1 / (1 + exp(-(a + b * item.score))), w = p * (1 - p)
                ga += p - item.label
                gb += (p - item.label) * item.score
                haa += w
                hab += w * item.score
                hbb += w * item.score * item.score
            }
            let determinant = haa * hbb - hab * hab
            guard determinant > 1e-12 * count else { break }
            let stepA = (hbb * ga - hab * gb) / determinant, stepB = (haa * gb - hab * ga) / determinant
            // This close to the maximum the likelihood is constant within rounding, and a full step squares the error.
            let last = abs(stepA) + abs(stepB) < 1e-6 * (1 + abs(a) + abs(b))
            var fraction = 1.0
            while !last, fraction > 1e-10, !(loss(a - fraction * stepA, b - fraction * stepB) <= current) {
                fraction /= 2
            }
            a -= fraction * stepA
            b -= fraction * stepB
            if last {
                slope = b / scale
                intercept = a - b * mean / scale
                return
            }
            current = loss(a, b)
        }
        throw .noConvergence("the logistic calibration; a threshold may separate the classes")
    }

    /// A calibration for another fraction of positives: the intercept moves by the difference of the log odds
    /// (M. Saerens et al., "Adjusting the outputs of a classifier to new a priori probabilities", Neural Computation
    /// 14, 2002).
    ///
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a prevalence of 0 or 1 or beyond.
    public func shifted(from fitted: Double, to stated: Double) throws(StatisticsError) -> LogisticCalibration {
        for prevalence in [fitted, stated] {
            guard prevalence > 0, prevalence < 1 else { throw .outOfRange("the prevalence \(prevalence)") }
        }
        let shift = log(stated / (1 - stated)) - log(fitted / (1 - fitted))
        return LogisticCalibration(intercept: intercept + shift, slope: slope)
    }

    private init(intercept: Double, slope: Double) {
        self.intercept = intercept
        self.slope = slope
    }

    /// The probability of a positive at a score, 0...1.
    public func probability(at score: Double) -> Double {
        1 / (1 + exp(-(intercept + slope * score)))
    }
}
