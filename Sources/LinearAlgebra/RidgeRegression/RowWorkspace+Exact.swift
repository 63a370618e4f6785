extension RowWorkspace {
    /// Solves (I + PᵀP) z = Pᵀc, with P the whitened regressors of the row's entries times the roots of their weights.
    ///
    /// With n entries and k features the solution is also Pᵀ(I + PPᵀ)⁻¹c (Woodbury's identity), which is n equations
    /// instead of k. Both matrices have no eigenvalue below one, so that single precision suffices.
    ///
    /// Complexity: O(m²(n + k)) with the smaller m of n and k.
    func solveExactly(_ solution: UnsafeMutablePointer<Float>, _ row: RidgeRow) -> Bool {
        let succeeded =
            row.count < coordinates.columns ? solveForEntries(solution, row) : solveForFeatures(solution, row)
        PanelKernels.multiply(solution, scale, times: 1, into: solution, stride: stride)
        return succeeded
    }

    private func solveForEntries(_ solution: UnsafeMutablePointer<Float>, _ row: RidgeRow) -> Bool {
        gatherWeighted(row)
        let count = row.count
        // PPᵀ as the Gram matrix of the transposed panel.
        let width = FloatTable.stride(for: count)
        let order = padded(count)
        transposePanel(entries: count, width: width)
        GramKernels.upperTriangle(of: transposed, rows: coordinates.columns, order: order, stride: width, into: matrix)
        for index in 0..<order { matrix[index * (width + 1)] += 1 }
        (coefficients + count).update(repeating: 0, count: width - count)
        guard
            CholeskyKernels.solve(
                matrix, order: order, stride: width, right: coefficients, solution: products, workspace: residual)
        else { return false }
        PanelKernels.combination(of: panel, rows: count, stride: stride, coefficients: products, into: solution)
        return true
    }

    /// Adds the equations up panel by panel: a row may have more entries than a panel holds.
    private func solveForFeatures(_ solution: UnsafeMutablePointer<Float>, _ row: RidgeRow) -> Bool {
        let order = padded(coordinates.columns)
        for first in Swift.stride(from: 0, to: row.count, by: capacity) {
            let part = row.part(first..<min(first + capacity, row.count))
            gatherWeighted(part)
            GramKernels.upperTriangle(
                of: panel, rows: part.count, order: order, stride: stride, into: matrix, adding: first > 0)
            let right = first > 0 ? image : residual
            PanelKernels.combination(
                of: panel, rows: part.count, stride: stride, coefficients: coefficients, into: right)
            if first > 0 { PanelKernels.add(right, times: 1, to: residual, stride: stride) }
        }
        for index in 0..<order { matrix[index * (stride + 1)] += 1 }
        return CholeskyKernels.solve(
            matrix, order: order, stride: stride, right: residual, solution: solution, workspace: direction)
    }

    /// Writes the panel's columns as rows of `width` numbers, the ones beyond the entries being zero, in squares of four
    /// by four.
    private func transposePanel(entries count: Int, width: Int) {
        let group = PanelKernels.group
        for first in Swift.stride(from: 0, to: width, by: group) {
            let target = transposed + first
            guard first < count else {
                for column in 0..<stride { PanelKernels.store(.zero, at: target + column * width) }
                continue
            }
            let source = panel + first * stride
            for column in Swift.stride(from: 0, to: stride, by: group) {
                let columns = PanelKernels.transposed(
                    PanelKernels.four(source + column), PanelKernels.four(source + stride + column),
                    PanelKernels.four(source + 2 * stride + column), PanelKernels.four(source + 3 * stride + column))
                let target = target + column * width
                PanelKernels.store(columns.0, at: target)
                PanelKernels.store(columns.1, at: target + width)
                PanelKernels.store(columns.2, at: target + 2 * width)
                PanelKernels.store(columns.3, at: target + 3 * width)
            }
        }
    }
}
