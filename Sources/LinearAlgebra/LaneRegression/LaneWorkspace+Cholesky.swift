import CProcessor

extension LaneWorkspace {
    /// Solves ``system`` with a ridge, by Cholesky's factorisation RᵀR.
    ///
    /// Works block after block of rows: what the rows above subtract from a block is a sum of outer products, as that
    /// of entries is. The right side becomes R⁻ᵀ of itself on the way, and each row holds the reciprocal of its
    /// diagonal element instead of the element.
    ///
    /// - Parameter solution: `rank` vectors.
    /// - Returns: the product of the solution and the right side, the squared norm of the solution, and a check: zero
    ///   in the lanes whose matrix was positive definite and whose numbers are finite, and not a number in the others.
    func solve(
        ridge: Vector, into solution: UnsafeMutablePointer<Vector>
    ) -> (product: Vector, norm: Vector, check: Vector) {
        let stride = rank + 1
        var product = Vector.zero, norm = Vector.zero, check = Vector.zero
        for block in 0..<blocks.count {
            let start = blocks.start(block), end = start + blocks.size(block)
            if block > 0 { takeAway(rowsAbove: start, fromBlock: block) }
            for pivot in start..<end {
                let row = system + pivot * stride
                // The rows above in the same block.
                for other in start..<pivot {
                    let above = system + other * stride, factor = -above[pivot]
                    for column in pivot..<stride { PanelKernels.accumulate(&row[column], factor, above[column]) }
                }
                let diagonal = row[pivot] + ridge
                PanelKernels.accumulate(&check, diagonal, .zero)
                let inverse = 1 / square_roots(diagonal)
                row[pivot] = inverse
                for column in pivot + 1..<stride { row[column] *= inverse }
                PanelKernels.accumulate(&product, row[rank], row[rank])
            }
        }
        for unknown in (0..<rank).reversed() {
            let row = system + unknown * stride
            var sum = row[rank]
            for other in unknown + 1..<max(rank, unknown + 1) {
                PanelKernels.accumulate(&sum, -row[other], solution[other])
            }
            let value = sum * row[unknown]
            solution[unknown] = value
            PanelKernels.accumulate(&norm, value, value)
            PanelKernels.accumulate(&check, value, .zero)
        }
        return (product, norm, check)
    }

    private func takeAway(rowsAbove count: Int, fromBlock block: Int) {
        for index in 0..<count {
            let row = system + index * (rank + 1)
            regressors[index] = UnsafePointer(row)
            weights[index] = Vector(repeating: -1)
            targets[index] = -row[rank]
        }
        let rows = entries(count, linesPerTile: 0)
        LaneKernels.setTriangle(block, system, to: system, plus: rows, blocks)
        for other in block + 1..<max(block + 1, blocks.count) {
            LaneKernels.setRectangle(block, other, system, to: system, plus: rows, blocks)
        }
    }
}
