import AccessLogs
import Foundation
import Interactions
import LinearAlgebra

/// Hierarchical Poisson factorisation as algorithm 1 of its paper reads: dense arrays, the proportions φ written out,
/// and digamma and log Γ by recurrence and Stirling's series.
struct DensePoisson {
    /// One side: the posterior of its factors and of its rows' rates.
    struct Side {
        var shapes: [[Double]]
        var rates: [[Double]]
        var rateRates: [Double]

        var means: [[Double]] { zip(shapes, rates).map { zip($0, $1).map { $0 / $1 } } }
        var logMeans: [[Double]] { zip(shapes, rates).map { zip($0, $1).map { digamma($0) - log($1) } } }
    }

    let counts: [[Double]]
    let shape: Double
    let rateShape: Double
    let rateMean: Double
    var users: Side
    var resources: Side
    private let rank: Int

    /// - Parameter start: the shapes of the resource factors before the first sweep.
    init(
        _ matrix: InteractionMatrix, isBinary: Bool, shape: Double, rateShape: Double, rateMean: Double,
        start: [[Double]]
    ) {
        var counts = Array(repeating: [Double](repeating: 0, count: matrix.resources.count), count: matrix.users.count)
        for row in counts.indices {
            for position in matrix.counts.range(ofRow: row) {
                counts[row][Int(matrix.counts.columnIndices[position])] =
                    isBinary ? 1 : Double(matrix.counts.values[position])
            }
        }
        self.counts = counts
        (self.shape, self.rateShape, self.rateMean) = (shape, rateShape, rateMean)
        let rank = start[0].count
        self.rank = rank
        func side(_ shapes: [[Double]]) -> Side {
            Side(
                shapes: shapes, rates: shapes.map { $0.map { _ in rateMean } },
                rateRates: shapes.map { _ in (rateShape + Double(rank) * shape) / rateMean })
        }
        users = side(counts.map { _ in Array(repeating: shape, count: rank) })
        resources = side(start)
    }

    private var posteriorRateShape: Double { rateShape + Double(rank) * shape }

    /// φ, users × resources × factors.
    private var proportions: [[[Double]]] {
        let users = users.logMeans, resources = resources.logMeans
        return users.map { user in
            resources.map { resource in
                let terms = zip(user, resource).map { exp($0 + $1) }
                let total = terms.reduce(0, +)
                return terms.map { $0 / total }
            }
        }
    }

    mutating func sweep() {
        var proportions = proportions
        let (n, m) = (counts.count, counts[0].count)
        for user in 0..<n {
            for factor in 0..<rank {
                users.shapes[user][factor] =
                    shape + (0..<m).reduce(0) { $0 + counts[user][$1] * proportions[user][$1][factor] }
                users.rates[user][factor] =
                    posteriorRateShape / users.rateRates[user] + resources.means.reduce(0) { $0 + $1[factor] }
            }
            users.rateRates[user] = rateShape / rateMean + users.means[user].reduce(0, +)
        }
        proportions = self.proportions
        for resource in 0..<m {
            for factor in 0..<rank {
                resources.shapes[resource][factor] =
                    shape + (0..<n).reduce(0) { $0 + counts[$1][resource] * proportions[$1][resource][factor] }
                resources.rates[resource][factor] =
                    posteriorRateShape / resources.rateRates[resource] + users.means.reduce(0) { $0 + $1[factor] }
            }
            resources.rateRates[resource] = rateShape / rateMean + resources.means[resource].reduce(0, +)
        }
    }

    /// E[log p(counts, latent)] − E[log q(latent)], with the counts' proportions as latent variables of their own.
    var evidenceBound: Double {
        let proportions = proportions, users = users.logMeans, resources = resources.logMeans
        let userMeans = self.users.means, resourceMeans = self.resources.means
        var bound = 0.0
        for user in counts.indices {
            for resource in counts[user].indices {
                let count = counts[user][resource]
                for factor in 0..<rank {
                    bound -= userMeans[user][factor] * resourceMeans[resource][factor]
                    let proportion = proportions[user][resource][factor]
                    if count > 0, proportion > 0 {
                        bound +=
                            count * proportion * (users[user][factor] + resources[resource][factor] - log(proportion))
                    }
                }
                bound -= logGamma(count + 1)
            }
        }
        return bound + latent(self.users) + latent(self.resources)
    }

    private func latent(_ side: Side) -> Double {
        var bound = 0.0
        for (row, rateRate) in side.rateRates.enumerated() {
            let rowMean = posteriorRateShape / rateRate, rowLogMean = digamma(posteriorRateShape) - log(rateRate)
            bound += expectedLogDensity(rateShape, rateShape / rateMean, log(rateShape / rateMean), rowMean, rowLogMean)
            bound -= expectedLogDensity(posteriorRateShape, rateRate, log(rateRate), rowMean, rowLogMean)
            for factor in 0..<rank {
                let mean = side.means[row][factor], logMean = side.logMeans[row][factor]
                let (s, r) = (side.shapes[row][factor], side.rates[row][factor])
                bound += expectedLogDensity(shape, rowMean, rowLogMean, mean, logMean)
                bound -= expectedLogDensity(s, r, log(r), mean, logMean)
            }
        }
        return bound
    }

    /// E[log Gamma(x; shape, rate)].
    private func expectedLogDensity(
        _ shape: Double, _ rate: Double, _ logRate: Double, _ mean: Double, _ logMean: Double
    ) -> Double {
        shape * logRate - logGamma(shape) + (shape - 1) * logMean - rate * mean
    }
}

/// ψ(x) by ψ(x) = ψ(x + 1) − 1/x and the asymptotic series.
private func digamma(_ value: Double) -> Double {
    var x = value, sum = 0.0
    while x < 12 {
        sum -= 1 / x
        x += 1
    }
    let square = 1 / (x * x)
    return sum + log(x) - 0.5 / x
        - square * (1 / 12.0 - square * (1 / 120.0 - square * (1 / 252.0 - square * (1 / 240.0 - square / 132))))
}

/// log Γ(x) by log Γ(x) = log Γ(x + 1) − log x and Stirling's series.
private func logGamma(_ value: Double) -> Double {
    var x = value, sum = 0.0
    while x < 12 {
        sum -= log(x)
        x += 1
    }
    let square = 1 / (x * x)
    return sum + (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi)
        + (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680))) / x
}
