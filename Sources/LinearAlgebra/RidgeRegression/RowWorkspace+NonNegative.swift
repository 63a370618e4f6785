import COpenBLAS

extension RowWorkspace {
    /// The largest violation of the optimality conditions that is left, relative to the largest element of the right
    /// side.
    private static var tolerance: Float { 1e-5 }
    private static var mostCycles: Int { 1000 }

    /// Minimises ½xᵀAx − bᵀx over x ≥ 0 by cyclic coordinate descent from the present solution (Franc, Hlaváč and
    /// Navara, "Sequential coordinate-wise algorithm for the non-negative least squares problem", CAIP 2005), until the
    /// conditions of Karush, Kuhn and Tucker hold: no gradient below zero, and none above it where x is positive.
    ///
    /// Complexity: O(rank² · (entries + cycles)).
    func solveNonNegatively(_ solution: UnsafeMutablePointer<Float>, ridge: Float, entries count: Int) -> Bool {
        let rank = coordinates.columns, matrix = system.matrix
        let right = direction, gradient = residual
        coordinates.shared.withUnsafeBufferPointer { shared in
            for row in 0..<rank {
                for column in 0..<rank { matrix[row * rank + column] = shared[row * stride + column] }
            }
        }
        cblas_ssyrk(
            CblasRowMajor, CblasLower, CblasTrans, blasint(rank), blasint(count), 1, panel, blasint(stride), 1, matrix,
            blasint(rank))
        for row in 0..<rank {
            for column in 0..<row { matrix[column * rank + row] = matrix[row * rank + column] }
            matrix[row * (rank + 1)] += ridge
            guard matrix[row * (rank + 1)].isFinite else { return false }
        }
        PanelKernels.combination(of: panel, rows: count, stride: stride, coefficients: coefficients, into: right)
        var largest: Float = 0
        for index in 0..<rank {
            largest = max(largest, abs(right[index]))
            solution[index] = max(0, solution[index])
        }
        // Single precision lets the updated gradient drift: it is computed anew until it agrees.
        for cycle in 0..<Self.mostCycles {
            if cycle % 32 == 0 || violation(solution, gradient) <= Self.tolerance * largest {
                gradient.update(from: right, count: rank)
                cblas_ssymv(
                    CblasRowMajor, CblasLower, blasint(rank), 1, matrix, blasint(rank), solution, 1, -1, gradient, 1)
                if violation(solution, gradient) <= Self.tolerance * largest { return true }
            }
            for index in 0..<rank {
                let curvature = matrix[index * (rank + 1)]
                // A coordinate that nothing depends on.
                guard curvature > 0 else { continue }
                let change = max(-solution[index], -gradient[index] / curvature)
                guard change != 0 else { continue }
                solution[index] += change
                let row = matrix + index * rank
                for other in 0..<rank { gradient[other] += change * row[other] }
            }
        }
        return true
    }

    private func violation(_ solution: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>) -> Float {
        var largest: Float = 0
        for index in 0..<coordinates.columns {
            largest = max(largest, solution[index] > 0 ? abs(gradient[index]) : -gradient[index])
        }
        return largest
    }
}
