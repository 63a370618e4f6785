import CGSL
import Foundation

/// Which of several alternatives is chosen: with probability exp(w·x) over its sum, where x are an alternative's features
/// (D. McFadden, "Conditional logit analysis of qualitative choice behavior", in P. Zarembka, ed., "Frontiers in
/// econometrics", 1974). The weights maximise the likelihood of the choices less ridge/2 · Σ w².
///
/// Alternatives may be a uniform sample of all, with the chosen one among them: the weights stay consistent (McFadden,
/// "Modelling the choice of residential location", 1978).
package struct ConditionalLogit: Hashable, Sendable {
    /// One for each feature.
    package let weights: [Double]

    /// Some choices among the same alternatives.
    package struct Choice: Hashable, Sendable {
        /// The features of each alternative, `alternatives × features`, row after row.
        package var features: [Double]
        /// The index of the alternative that each took.
        package var chosen: [Int]

        package init(features: [Double], chosen: [Int]) {
            self.features = features
            self.chosen = chosen
        }
    }

    /// A model of which the weights are known.
    ///
    /// - Parameter weights: one for each feature.
    package init(weights: [Double]) {
        self.weights = weights
    }

    /// Newton's method with halved steps. Complexity of a step: O(alternatives · features²).
    ///
    /// - Parameters:
    ///   - width: the number of features.
    ///   - ridge: the penalty, above zero, so that choices that the features tell for certain have a solution too.
    /// - Throws: ``StatisticsError/empty``, ``StatisticsError/outOfRange(_:)`` for a ridge that is not above zero,
    ///   ``StatisticsError/noConvergence(_:)``, or an error for a feature that is not finite.
    /// - Precondition: the features are a multiple of `width`, and the chosen alternatives are among them.
    package init(of choices: [Choice], width: Int, ridge: Double) throws(StatisticsError) {
        guard !choices.isEmpty, width > 0 else { throw .empty }
        guard ridge > 0, ridge.isFinite else { throw .outOfRange("the ridge \(ridge)") }
        for choice in choices {
            precondition(choice.features.count % width == 0)
            precondition(choice.chosen.allSatisfy { $0 * width < choice.features.count })
            try StatisticsError.checkFinite(choice.features)
        }
        GSL.errorsReturn
        var point = [Double](repeating: 0, count: width)
        for _ in 0..<100 {
            let here = Self.derivatives(of: choices, at: point, ridge: ridge)
            guard let step = here.newtonStep else { break }
            let size = step.reduce(0) { max($0, abs($1)) }
            let last = size < 1e-6 * (1 + point.reduce(0) { max($0, abs($1)) })
            var fraction = 1.0, next = zip(point, step).map { $0 - $1 }
            while !last, fraction > 1e-10,
                !(Self.derivatives(of: choices, at: next, ridge: ridge).loss <= here.loss)
            {
                fraction /= 2
                next = zip(point, step).map { $0 - fraction * $1 }
            }
            point = next
            if last {
                weights = point
                return
            }
        }
        throw .noConvergence("the conditional logit")
    }

    private struct Derivatives {
        var loss: Double
        var gradient: [Double]
        /// Row after row; the lower triangle counts.
        var hessian: [Double]

        /// The Hessian's solution of the gradient; nil where it is singular to working precision.
        var newtonStep: [Double]? {
            var system = hessian, right = gradient
            let order = right.count
            return system.withUnsafeMutableBufferPointer { system -> [Double]? in
                right.withUnsafeMutableBufferPointer { right -> [Double]? in
                    guard let matrix = system.baseAddress, let vector = right.baseAddress else { return nil }
                    var matrixView = gsl_matrix_view_array(matrix, order, order)
                    var vectorView = gsl_vector_view_array(vector, order)
                    guard gsl_linalg_cholesky_decomp1(&matrixView.matrix) == 0,
                        gsl_linalg_cholesky_svx(&matrixView.matrix, &vectorView.vector) == 0
                    else { return nil }
                    return Array(right)
                }
            }
        }
    }

    private static func derivatives(of choices: [Choice], at point: [Double], ridge: Double) -> Derivatives {
        let width = point.count
        var sum = Derivatives(
            loss: point.reduce(0) { $0 + $1 * $1 } * ridge / 2, gradient: point.map { ridge * $0 },
            hessian: [Double](repeating: 0, count: width * width))
        for column in 0..<width { sum.hessian[column * width + column] = ridge }
        var utilities: [Double] = [], mean = [Double](repeating: 0, count: width)
        for choice in choices {
            let times = Double(choice.chosen.count)
            let alternatives = choice.features.count / width
            utilities.removeAll(keepingCapacity: true)
            var most = -Double.infinity
            for row in 0..<alternatives {
                var utility = 0.0
                for column in 0..<width { utility += point[column] * choice.features[row * width + column] }
                utilities.append(utility)
                most = max(most, utility)
            }
            var total = 0.0
            for row in 0..<alternatives {
                utilities[row] = exp(utilities[row] - most)
                total += utilities[row]
            }
            for column in 0..<width { mean[column] = 0 }
            for row in 0..<alternatives {
                let probability = utilities[row] / total
                for first in 0..<width {
                    let feature = choice.features[row * width + first]
                    mean[first] += probability * feature
                    for second in 0...first {
                        sum.hessian[first * width + second] +=
                            times * probability * feature * choice.features[row * width + second]
                    }
                }
            }
            for first in 0..<width {
                sum.gradient[first] += times * mean[first]
                for second in 0...first { sum.hessian[first * width + second] -= times * mean[first] * mean[second] }
            }
            for chosen in choice.chosen {
                sum.loss -= log(utilities[chosen] / total)
                for column in 0..<width { sum.gradient[column] -= choice.features[chosen * width + column] }
            }
        }
        return sum
    }
}
