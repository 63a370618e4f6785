import COpenBLAS

extension Matrix<Float> {
    /// The Gram matrix of some rows, XᵀX (`columns × columns`), in double precision.
    ///
    /// It is the sum over panels of rows that begin at the same rows whatever the workers are, so that their number
    /// does not show in the rounding. Complexity: O(rows · columns²), in BLAS calls.
    public func gram(ofRows range: Range<Int>, _ workers: Workers = .one) -> Matrix<Double> {
        _ = BLAS.singleThreaded
        let columns = columns, size = columns * columns
        let panels = (range.count + Self.gramPanel - 1) / Self.gramPanel
        var partial = [Double](repeating: 0, count: max(1, panels) * size)
        elements.withUnsafeBufferPointer { source in
            partial.withUnsafeMutableBufferPointer { partial in
                nonisolated(unsafe) let source = source, partial = partial
                workers.forEachChunk(of: range.count, size: Self.gramPanel) { rows in
                    guard let base = source.baseAddress, let sum = partial.baseAddress else { return }
                    withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.count * columns) { panel in
                        let first = (range.lowerBound + rows.lowerBound) * columns
                        for place in 0..<panel.count {
                            panel.initializeElement(at: place, to: Double(base[first + place]))
                        }
                        cblas_dsyrk(
                            CblasRowMajor, CblasLower, CblasTrans, blasint(columns), blasint(rows.count), 1,
                            panel.baseAddress, blasint(columns), 0, sum + rows.lowerBound / Self.gramPanel * size,
                            blasint(columns))
                    }
                }
            }
        }
        var gram = Matrix<Double>(rows: columns, columns: columns)
        for panel in 0..<panels {
            for place in 0..<size { gram.elements[place] += partial[panel * size + place] }
        }
        for row in 0..<columns {
            for column in row + 1..<max(columns, row + 1) { gram[row, column] = gram[column, row] }
        }
        return gram
    }

    private static var gramPanel: Int { 512 }
}
