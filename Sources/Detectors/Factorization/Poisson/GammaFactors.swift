import Concurrency
import Foundation
import LinearAlgebra
import Statistics

/// The prior of the factors of one side: each is Gamma with ``shape`` and its row's rate, and that rate is Gamma with
/// ``rateShape`` and mean ``rateMean``.
struct GammaPrior: Sendable {
    let rank: Int
    let shape: Double
    let rateShape: Double
    let rateMean: Double

    /// The posterior shape of a row's rate, the same for all rows.
    var posteriorRateShape: Double { rateShape + Double(rank) * shape }
}

/// The variational posterior of all factors of one side and of its rows' rates: independent Gamma distributions.
struct GammaFactors: Sendable {
    let prior: GammaPrior
    /// Shapes of the factors, `rows × rank`.
    private(set) var shapes: [Double]
    /// Rates of the factors, `rows × rank`.
    private(set) var rates: [Double]
    /// exp E[log θ] of the factors, `rows × rank`.
    private(set) var geometricMeans: [Double]
    /// The posterior rate of each row's rate.
    private(set) var rateRates: [Double]

    /// Factors of given shapes, with rates as the prior expects them.
    init(rows: Int, prior: GammaPrior, shapes: [Double]) {
        self.prior = prior
        self.shapes = shapes
        rates = [Double](repeating: prior.rateMean, count: shapes.count)
        geometricMeans = shapes.map { exp(GammaFunction.digamma($0)) / prior.rateMean }
        rateRates = [Double](repeating: prior.posteriorRateShape / prior.rateMean, count: rows)
    }

    /// Factors of given shapes and rates, for others to be fitted to; rows have the rates that the prior expects.
    init(prior: GammaPrior, shapes: Matrix<Float>, rates: Matrix<Float>) {
        self.prior = prior
        self.shapes = shapes.elements.map { Double($0) }
        self.rates = rates.elements.map { Double($0) }
        geometricMeans = zip(self.shapes, self.rates).map { exp(GammaFunction.digamma($0)) / $1 }
        rateRates = [Double](repeating: prior.posteriorRateShape / prior.rateMean, count: shapes.rows)
    }

    /// The sums of some rows' means, one for each factor.
    func sumsOfMeans(ofRows rows: Range<Int>) -> [Double] {
        let rank = prior.rank
        var sums = [Double](repeating: 0, count: rank)
        for row in rows {
            for factor in 0..<rank { sums[factor] += shapes[row * rank + factor] / rates[row * rank + factor] }
        }
        return sums
    }

    /// Replaces some rows by their optimum while the other side is fixed: first the factors, then the rate.
    ///
    /// A count is divided among the factors in the proportions φₖ ∝ exp(E[log θᵤₖ] + E[log βᵢₖ]). The parts raise the
    /// shapes; the other side's sum of means is the rate (algorithm 1 of the paper).
    ///
    /// - Parameter isCancelled: asked before every few dozen rows; once it is true, the factors mean nothing.
    mutating func update(
        rows: Range<Int>, given other: GammaFactors, rows otherRows: Range<Int>, observations: SparseMatrix,
        isBinary: Bool, _ workers: Workers, unless isCancelled: @Sendable () -> Bool
    ) {
        let sums = other.sumsOfMeans(ofRows: otherRows)
        let prior = prior, rank = prior.rank
        shapes.withUnsafeMutableBufferPointer { shapes in
            rates.withUnsafeMutableBufferPointer { rates in
                geometricMeans.withUnsafeMutableBufferPointer { means in
                    rateRates.withUnsafeMutableBufferPointer { rateRates in
                        other.geometricMeans.withUnsafeBufferPointer { others in
                            nonisolated(unsafe) let (shapes, rates, means) = (shapes, rates, means)
                            nonisolated(unsafe) let (rateRates, others) = (rateRates, others)
                            workers.forEachChunk(of: rows.count, size: 64, unless: isCancelled) { chunk in
                                for row in chunk.lazy.map({ rows.lowerBound + $0 }) {
                                    let start = row * rank
                                    for factor in 0..<rank { shapes[start + factor] = 0 }
                                    for entry in observations.range(ofRow: row) {
                                        let source = Int(observations.columnIndices[entry]) * rank
                                        var total = 0.0
                                        for factor in 0..<rank {
                                            total += means[start + factor] * others[source + factor]
                                        }
                                        let count = isBinary ? 1 : Double(observations.values[entry])
                                        let weight = count / total
                                        for factor in 0..<rank {
                                            shapes[start + factor] += weight * others[source + factor]
                                        }
                                    }
                                    let rowRate = prior.posteriorRateShape / rateRates[row]
                                    var sum = 0.0
                                    for factor in 0..<rank {
                                        let shape = prior.shape + means[start + factor] * shapes[start + factor]
                                        let rate = rowRate + sums[factor]
                                        shapes[start + factor] = shape
                                        rates[start + factor] = rate
                                        means[start + factor] = exp(GammaFunction.digamma(shape)) / rate
                                        sum += shape / rate
                                    }
                                    rateRates[row] = prior.rateShape / prior.rateMean + sum
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What a row contributes to the evidence bound: E[log p] of its factors and its rate, plus their entropies.
    func evidence(ofRow row: Int) -> Double {
        let rowShape = prior.posteriorRateShape, rowRate = rateRates[row]
        let mean = rowShape / rowRate, logMean = GammaFunction.digamma(rowShape) - log(rowRate)
        let priorRate = prior.rateShape / prior.rateMean
        var bound = prior.rateShape * log(priorRate) - GammaFunction.logarithm(prior.rateShape)
        bound += (prior.rateShape - rowShape) * logMean - priorRate * mean
        bound += rowShape - rowShape * log(rowRate) + GammaFunction.logarithm(rowShape)
        bound += Double(prior.rank) * (prior.shape * logMean - GammaFunction.logarithm(prior.shape))
        for element in row * prior.rank..<(row + 1) * prior.rank {
            let shape = shapes[element], rate = rates[element]
            bound += (prior.shape - shape) * log(geometricMeans[element]) - mean * shape / rate
            bound += shape - shape * log(rate) + GammaFunction.logarithm(shape)
        }
        return bound
    }
}
