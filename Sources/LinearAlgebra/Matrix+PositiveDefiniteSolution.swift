extension Matrix<Double> {
    /// The solution x of A·x = b with this matrix as A, by Cholesky's factorisation in double precision.
    ///
    /// - Precondition: the matrix is square and symmetric, and `right` is as long as its rows.
    /// - Returns: nil where the matrix is not positive definite to working precision.
    public func solvedPositiveDefinite(_ right: [Double]) -> [Double]? {
        precondition(rows == columns && right.count == rows)
        guard rows > 0 else { return [] }
        var factor = elements, solution = right
        return LAPACK.solve(&factor, &solution, order: rows) && solution.allSatisfy(\.isFinite) ? solution : nil
    }

    /// The x ≥ 0 that minimises ½xᵀAx − bᵀx, by the active-set method of Lawson and Hanson ("Solving least squares
    /// problems", 1974, chapter 23) in double precision.
    ///
    /// - Precondition: the matrix is square and symmetric, and `right` is as long as its rows.
    /// - Returns: nil where the matrix is not positive definite to working precision.
    public func solvedNonNegative(_ right: [Double]) -> [Double]? {
        let tolerance = 1e-12 * right.reduce(0) { Swift.max($0, abs($1)) }
        var solution = [Double](repeating: 0, count: rows)
        var free = [Bool](repeating: false, count: rows)
        // Each round frees one coordinate; a bound far above the usual number, which is below `rows`.
        for _ in 0..<3 * rows + 1 {
            let gradient = (0..<rows).map { row in
                (0..<rows).reduce(right[row]) { $0 - self[row, $1] * solution[$1] }
            }
            let candidates = (0..<rows).filter { !free[$0] && gradient[$0] > tolerance }
            guard let entering = candidates.max(by: { gradient[$0] < gradient[$1] }) else { return solution }
            free[entering] = true
            while true {
                guard let target = solvedPositiveDefinite(right, free: free) else { return nil }
                let blocking = (0..<rows).filter { free[$0] && target[$0] <= 0 }
                guard !blocking.isEmpty else {
                    solution = target
                    break
                }
                let step = blocking.reduce(1) { Swift.min($0, solution[$1] / (solution[$1] - target[$1])) }
                for row in 0..<rows where free[row] {
                    solution[row] += step * (target[row] - solution[row])
                    if target[row] <= 0, solution[row] <= 1e-15 {
                        solution[row] = 0
                        free[row] = false
                    }
                }
                if !free.contains(true) { break }
            }
        }
        return solution
    }

    /// The solution of the equations of some coordinates, the others being zero.
    ///
    /// - Returns: nil where the matrix is not positive definite to working precision.
    public func solvedPositiveDefinite(_ right: [Double], free: [Bool]) -> [Double]? {
        let chosen = free.indices.filter { free[$0] }
        var smaller = Matrix(rows: chosen.count, columns: chosen.count)
        for (row, first) in chosen.enumerated() {
            for (column, second) in chosen.enumerated() { smaller[row, column] = self[first, second] }
        }
        guard let found = smaller.solvedPositiveDefinite(chosen.map { right[$0] }) else { return nil }
        var solution = [Double](repeating: 0, count: rows)
        for (index, value) in zip(chosen, found) { solution[index] = value }
        return solution
    }
}
