import COpenBLAS

extension RowWorkspace {
    /// One pass of subspace descent: each block of coordinates is set to its optimum while the others are fixed
    /// (Rendle, Krichene, Zhang and Koren, "iALS++: speeding up matrix factorization with subspace optimization", arXiv
    /// 2110.14044, 2021, equations 9 to 12).
    ///
    /// Complexity: O(entries · rank · block + rank · block²).
    func descend(
        _ solution: UnsafeMutablePointer<Float>, block: Int, ridge: Float, entries count: Int
    ) -> Bool {
        let rank = coordinates.columns
        // The part of the targets that is left to the next block.
        PanelKernels.products(of: panel, rows: count, stride: stride, with: solution, into: products)
        for index in 0..<count { products[index] = coefficients[index] - products[index] }
        return coordinates.shared.withUnsafeBufferPointer { shared in
            guard let shared = shared.baseAddress else { return false }
            for start in Swift.stride(from: 0, to: rank, by: block) {
                let order = min(block, rank - start)
                let matrix = system.matrix, vector = system.vector
                for row in 0..<order {
                    (matrix + row * order).update(from: shared + (start + row) * stride + start, count: order)
                    matrix[row * (order + 1)] += ridge
                    vector[row] = -ridge * solution[start + row]
                }
                cblas_ssyrk(
                    CblasRowMajor, CblasLower, CblasTrans, blasint(order), blasint(count), 1, panel + start,
                    blasint(stride), 1, matrix, blasint(order))
                cblas_sgemv(
                    CblasRowMajor, CblasNoTrans, blasint(order), blasint(rank), -1, shared + start * stride,
                    blasint(stride), solution, 1, 1, vector, 1)
                cblas_sgemv(
                    CblasRowMajor, CblasTrans, blasint(count), blasint(order), 1, panel + start, blasint(stride),
                    products, 1, 1, vector, 1)
                guard system.solve(order: order) else { return false }
                for row in 0..<order { solution[start + row] += vector[row] }
                cblas_sgemv(
                    CblasRowMajor, CblasNoTrans, blasint(count), blasint(order), -1, panel + start, blasint(stride),
                    vector, 1, 1, products, 1)
            }
            return true
        }
    }
}
