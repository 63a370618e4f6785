import COpenBLAS

extension RowWorkspace {
    /// Solves (I + PᵀP) z = Pᵀc, with P the whitened regressors of the row's entries times the roots of their weights.
    ///
    /// With n entries and k features the solution is also Pᵀ(I + PPᵀ)⁻¹c (Woodbury's identity), which is n equations
    /// instead of k. Both matrices have no eigenvalue below one, so that single precision suffices.
    ///
    /// Complexity: O(m²(n + k)) with the smaller m of n and k.
    func solveExactly(
        _ solution: UnsafeMutablePointer<Float>, ridge: Float, _ columns: UnsafeBufferPointer<Int32>,
        _ weights: UnsafePointer<Float>, _ targets: UnsafePointer<Float>
    ) -> Bool {
        whiten(ridge: ridge)
        gather(columns, weights: weights, targets: targets)
        let count = columns.count, rank = coordinates.columns
        let isDual = count < rank
        let order = isDual ? count : rank
        cblas_ssyrk(
            CblasRowMajor, CblasLower, isDual ? CblasNoTrans : CblasTrans, blasint(order),
            blasint(isDual ? rank : count), 1, panel, blasint(stride), 0, system.matrix, blasint(order))
        for place in 0..<order { system.matrix[place * (order + 1)] += 1 }
        if isDual {
            system.vector.update(from: coefficients, count: count)
            guard system.solve(order: order) else { return false }
            PanelKernels.combination(
                of: panel, rows: count, stride: stride, coefficients: system.vector, into: solution)
        } else {
            PanelKernels.combination(of: panel, rows: count, stride: stride, coefficients: coefficients, into: residual)
            system.vector.update(from: residual, count: order)
            guard system.solve(order: order) else { return false }
            solution.update(from: system.vector, count: order)
        }
        PanelKernels.multiply(solution, scale, times: 1, into: solution, stride: stride)
        return true
    }
}
