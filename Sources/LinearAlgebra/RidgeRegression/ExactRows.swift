extension RowWorkspace {
    /// Solves (I + PᵀP) z = Pᵀc, with P the whitened regressors of the row's entries times the roots of their weights.
    ///
    /// With n entries and k features the solution is also Pᵀ(I + PPᵀ)⁻¹c (Woodbury's identity), which is n equations
    /// instead of k. Both matrices have no eigenvalue below one, so that single precision suffices.
    ///
    /// Complexity: O(m²(n + k)) with the smaller m of n and k.
    func solveExactly(_ solution: UnsafeMutablePointer<Float>, entries count: Int) -> Bool {
        let rank = coordinates.columns
        if count < rank {
            // PPᵀ as the Gram matrix of the transposed panel.
            let width = FloatTable.stride(for: count)
            transposePanel(entries: count, width: width)
            CholeskyKernels.gram(of: transposed, rows: rank, stride: width, into: matrix)
            for place in 0..<count { matrix[place * (width + 1)] += 1 }
            guard CholeskyKernels.factorise(matrix, order: count, stride: width) else { return false }
            CholeskyKernels.solve(
                matrix, order: count, stride: width, right: coefficients, solution: products, workspace: residual)
            PanelKernels.combination(of: panel, rows: count, stride: stride, coefficients: products, into: solution)
        } else {
            CholeskyKernels.gram(of: panel, rows: count, stride: stride, into: matrix)
            for place in 0..<rank { matrix[place * (stride + 1)] += 1 }
            PanelKernels.combination(of: panel, rows: count, stride: stride, coefficients: coefficients, into: residual)
            guard CholeskyKernels.factorise(matrix, order: rank, stride: stride) else { return false }
            CholeskyKernels.solve(
                matrix, order: rank, stride: stride, right: residual, solution: solution, workspace: direction)
        }
        PanelKernels.multiply(solution, scale, times: 1, into: solution, stride: stride)
        return true
    }

    /// Writes the panel's columns as rows of `width` numbers, the ones beyond the entries being zero.
    private func transposePanel(entries count: Int, width: Int) {
        let rank = coordinates.columns
        for column in 0..<rank {
            for place in count..<width { transposed[column * width + place] = 0 }
        }
        for entry in 0..<count {
            let row = panel + entry * stride
            for column in 0..<rank { transposed[column * width + entry] = row[column] }
        }
    }
}
