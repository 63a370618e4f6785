import CGSL
import Foundation

/// The probability 1/(1 + exp(−(a + Σ wⱼ·xⱼ))) of a case with the features x, fitted by penalised maximum likelihood:
/// the negative log-likelihood plus ridge/2 · Σ wⱼ² is least (S. le Cessie and J. C. van Houwelingen, "Ridge estimators
/// in logistic regression", Applied Statistics 41, 1992). The intercept is not penalised.
public struct LogisticRegression: Hashable, Sendable {
    /// a.
    public let intercept: Double
    /// One for each feature.
    public let weights: [Double]

    /// Newton's method with halved steps. Complexity of a step: O(cases · features² + features³).
    ///
    /// - Parameters:
    ///   - features: the features of each case, `cases × features`, row after row.
    ///   - ridge: the penalty, above zero, so that classes that a plane separates have a solution too.
    /// - Throws: ``StatisticsError/empty``, ``StatisticsError/oneClass``, ``StatisticsError/outOfRange(_:)`` for a
    ///   ridge that is not above zero, ``StatisticsError/noConvergence(_:)``, or an error for a feature that is not
    ///   finite.
    /// - Precondition: `features.count` is a multiple of the number of labels.
    public init(features: [Double], positive: [Bool], ridge: Double) throws(StatisticsError) {
        guard !positive.isEmpty else { throw .empty }
        precondition(features.count % positive.count == 0)
        guard positive.contains(true), positive.contains(false) else { throw .oneClass }
        guard ridge > 0, ridge.isFinite else { throw .outOfRange("the ridge \(ridge)") }
        try StatisticsError.checkFinite(features)
        GSL.errorsReturn
        let width = features.count / positive.count
        let problem = Problem(features: features, positive: positive, ridge: ridge, width: width)
        // The intercept comes last.
        var point = [Double](repeating: 0, count: width + 1), current = problem.loss(point)
        for _ in 0..<100 {
            guard let step = problem.newtonStep(at: point) else { break }
            let size = step.reduce(0) { max($0, abs($1)) }
            // This close to the maximum the likelihood is constant within rounding, and a full step squares the error.
            let last = size < 1e-6 * (1 + point.reduce(0) { max($0, abs($1)) })
            var fraction = 1.0, next = zip(point, step).map { $0 - $1 }
            while !last, fraction > 1e-10, !(problem.loss(next) <= current) {
                fraction /= 2
                next = zip(point, step).map { $0 - fraction * $1 }
            }
            point = next
            current = problem.loss(point)
            if last {
                weights = Array(point[..<width])
                intercept = point[width]
                return
            }
        }
        throw .noConvergence("the logistic regression")
    }

    /// The log odds of a case.
    ///
    /// - Precondition: one number for each weight.
    public func logOdds(_ features: some Sequence<Double>) -> Double {
        zip(weights, features).reduce(intercept) { $0 + $1.0 * $1.1 }
    }

    private struct Problem {
        let features: [Double]
        let positive: [Bool]
        let ridge: Double
        let width: Int

        private func logOdds(_ row: Int, _ point: [Double]) -> Double {
            var sum = point[width]
            for column in 0..<width { sum += point[column] * features[row * width + column] }
            return sum
        }

        func loss(_ point: [Double]) -> Double {
            var sum = point[..<width].reduce(0) { $0 + $1 * $1 } * ridge / 2
            for row in positive.indices {
                let z = logOdds(row, point)
                sum += max(z, 0) - (positive[row] ? z : 0) + log1p(exp(-abs(z)))
            }
            return sum
        }

        /// The Hessian's solution of the gradient; nil where it is singular to working precision.
        func newtonStep(at point: [Double]) -> [Double]? {
            let order = width + 1
            var gradient = point.enumerated().map { $0.offset < width ? ridge * $0.element : 0 }
            var hessian = [Double](repeating: 0, count: order * order)
            for column in 0..<width { hessian[column * order + column] = ridge }
            var row = [Double](repeating: 1, count: order)
            for item in positive.indices {
                for column in 0..<width { row[column] = features[item * width + column] }
                let p = 1 / (1 + exp(-logOdds(item, point))), excess = p - (positive[item] ? 1 : 0), w = p * (1 - p)
                for first in 0..<order {
                    gradient[first] += excess * row[first]
                    for second in 0...first { hessian[first * order + second] += w * row[first] * row[second] }
                }
            }
            return hessian.withUnsafeMutableBufferPointer { hessian -> [Double]? in
                gradient.withUnsafeMutableBufferPointer { gradient -> [Double]? in
                    guard let system = hessian.baseAddress, let right = gradient.baseAddress else { return nil }
                    var matrix = gsl_matrix_view_array(system, order, order)
                    var vector = gsl_vector_view_array(right, order)
                    guard gsl_linalg_cholesky_decomp1(&matrix.matrix) == 0,
                        gsl_linalg_cholesky_svx(&matrix.matrix, &vector.vector) == 0
                    else { return nil }
                    return Array(gradient)
                }
            }
        }
    }
}
