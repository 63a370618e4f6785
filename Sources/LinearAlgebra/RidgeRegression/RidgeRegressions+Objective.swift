public import Concurrency

extension RidgeRegressions {
    /// Σ over all entries of dⱼ (x·yⱼ)² − 2 bⱼ x·yⱼ, plus w Σ over all pairs of a row and a regressor of (x·yᵢ)², plus
    /// Σ λᵤ |x|² over the rows: what the solutions minimise, in double precision.
    ///
    /// The sum over all pairs is that of the elementwise product of the Gram matrices of both sides, as
    /// Σ (x·y)² = ⟨XᵀX, YᵀY⟩. Complexity: O(entries · rank + (rows + regressors) · rank²).
    ///
    /// - Parameter step: where it is above one, an estimate: the sums over entries and the norms are those of every
    ///   `step`-th row, scaled up to all, and Gram matrices are as exact as the factors.
    public func objective(
        of solutions: Matrix<Float>, features: Matrix<Float>, everyRow step: Int = 1, _ workers: Workers
    ) -> Double {
        precondition(step > 0)
        let rank = features.columns
        var sums = [Double](repeating: 0, count: (rows.count + step - 1) / step)
        solutions.elements.withUnsafeBufferPointer { solutions in
            features.elements.withUnsafeBufferPointer { features in
                sums.withUnsafeMutableBufferPointer { sums in
                    nonisolated(unsafe) let solutions = solutions, features = features, sums = sums
                    workers.forEachChunk(of: sums.count, size: 64) { chunk in
                        guard let solutions = solutions.baseAddress, let features = features.baseAddress else { return }
                        for sample in chunk {
                            let offset = sample * step
                            let row = rows.lowerBound + offset
                            let solution = solutions + row * rank
                            var sum = Double(ridges[offset]) * PairProducts.product(solution, solution, columns: rank)
                            for entry in weights.range(ofRow: row) {
                                let product = PairProducts.product(
                                    solution, features + Int(weights.columnIndices[entry]) * rank, columns: rank)
                                let weight = Double(weights.values[entry])
                                let target = Double(
                                    targets.target(ofEntry: entry, weight: weights.values[entry]))
                                sum += product * (weight * product - 2 * target)
                            }
                            sums[sample] = sum
                        }
                    }
                }
            }
        }
        var total = sums.isEmpty ? 0 : sums.reduce(0, +) * Double(rows.count) / Double(sums.count)
        if sharedWeight > 0 {
            func gram(_ matrix: Matrix<Float>, _ rows: Range<Int>) -> [Double] {
                (step > 1 ? matrix.gramOfFactors(ofRows: rows, workers) : matrix.gram(ofRows: rows, workers)).elements
            }
            let products = zip(gram(solutions, rows), gram(features, regressors))
            total += sharedWeight * products.reduce(0) { $0 + $1.0 * $1.1 }
        }
        return total
    }

    /// Σ λᵤ |x|² over the rows, in double precision.
    public func weightedNorm(of solutions: Matrix<Float>) -> Double {
        let rank = solutions.columns
        return solutions.elements.withUnsafeBufferPointer { elements in
            guard let elements = elements.baseAddress else { return 0 }
            return zip(rows, ridges).reduce(0) { sum, row in
                let solution = elements + row.0 * rank
                return sum + Double(row.1) * PairProducts.product(solution, solution, columns: rank)
            }
        }
    }
}
