public import Concurrency
import COpenBLAS

extension Matrix<Float> {
    /// The Gram matrix of some rows, XᵀX (`columns × columns`), in double precision.
    ///
    /// It is the sum over panels of rows that begin at the same rows whatever the workers are, so that their number
    /// does not show in the rounding. Complexity: O(rows · columns²), in BLAS calls.
    public func gram(ofRows range: Range<Int>, _ workers: Workers = .one) -> Matrix<Double> {
        _ = BLAS.singleThreaded
        let columns = columns
        return upperTriangles(ofRows: range, panel: 512, workers) { base, rows, target in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: rows * columns) { panel in
                for index in 0..<panel.count { panel.initializeElement(at: index, to: Double(base[index])) }
                cblas_dsyrk(
                    CblasRowMajor, CblasUpper, CblasTrans, blasint(columns), blasint(rows), 1, panel.baseAddress,
                    blasint(columns), 1, target, blasint(columns))
            }
        }
    }

    /// The Gram matrix of some rows, with the products of 128 rows at a time summed in single precision: as exact as the
    /// factors themselves, in a fraction of the time.
    package func gramOfFactors(ofRows range: Range<Int>, _ workers: Workers) -> Matrix<Double> {
        let columns = columns, stride = FloatTable.stride(for: columns), panel = 128
        return upperTriangles(ofRows: range, panel: panel, workers) { base, rows, target in
            let bytes = (panel + stride) * stride * MemoryLayout<Float>.stride
            withUnsafeTemporaryAllocation(byteCount: bytes, alignment: 64) { memory in
                let numbers = memory.bindMemory(to: Float.self)
                guard let copy = numbers.baseAddress else { return }
                numbers.initialize(repeating: 0)
                for row in 0..<rows { (copy + row * stride).update(from: base + row * columns, count: columns) }
                let sums = copy + panel * stride
                GramKernels.upperTriangle(of: copy, rows: rows, order: stride, stride: stride, into: sums)
                for row in 0..<columns {
                    let row = (sum: sums + row * stride, total: target + row * columns, first: row)
                    for column in row.first..<columns { row.total[column] += Double(row.sum[column]) }
                }
            }
        }
    }

    /// Adds up what a function adds to the upper triangle for each panel of rows.
    ///
    /// - Parameter add: takes where a panel begins, its rows, and `columns × columns` sums.
    private func upperTriangles(
        ofRows range: Range<Int>, panel: Int, _ workers: Workers,
        _ add: @Sendable (UnsafePointer<Float>, Int, UnsafeMutablePointer<Double>) -> Void
    ) -> Matrix<Double> {
        let columns = columns, size = columns * columns, chunk = 2048
        let chunks = (range.count + chunk - 1) / chunk
        var partial = [Double](repeating: 0, count: max(1, chunks) * size)
        elements.withUnsafeBufferPointer { source in
            partial.withUnsafeMutableBufferPointer { partial in
                nonisolated(unsafe) let source = source, partial = partial
                workers.forEachChunk(of: range.count, size: chunk) { rows in
                    guard let base = source.baseAddress, let sums = partial.baseAddress else { return }
                    for first in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: panel) {
                        add(
                            base + (range.lowerBound + first) * columns, Swift.min(panel, rows.upperBound - first),
                            sums + rows.lowerBound / chunk * size)
                    }
                }
            }
        }
        var gram = Matrix<Double>(rows: columns, columns: columns)
        for chunk in 0..<chunks {
            for index in 0..<size { gram.elements[index] += partial[chunk * size + index] }
        }
        for row in 0..<columns {
            for column in 0..<row { gram[row, column] = gram[column, row] }
        }
        return gram
    }
}
