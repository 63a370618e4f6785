extension RowWorkspace {
    /// Steps of conjugate gradients for (I + VᵀDV) z = Vᵀb, with V the whitened regressors of the row's entries
    /// (Hestenes and Stiefel 1952; for alternating least squares Takács, Pilászy and Tikk, "Applications of the
    /// conjugate gradient method for implicit feedback collaborative filtering", RecSys 2011).
    ///
    /// Complexity: O(entries · rank) a step, without the rank² of the unwhitened equations.
    func descendConjugately(
        _ solution: UnsafeMutablePointer<Float>, steps: Int, entries count: Int, _ weights: UnsafePointer<Float>,
        _ targets: UnsafePointer<Float>
    ) {
        PanelKernels.multiply(solution, inverseScale, times: 1, into: solution, stride: stride)
        if PanelKernels.product(solution, solution, stride: stride) > 0 {
            PanelKernels.products(of: panel, rows: count, stride: stride, with: solution, into: products)
            for place in 0..<count { products[place] = targets[place] - weights[place] * products[place] }
            PanelKernels.combination(of: panel, rows: count, stride: stride, coefficients: products, into: residual)
            PanelKernels.add(solution, times: -1, to: residual, stride: stride)
        } else {
            solution.update(repeating: 0, count: stride)
            PanelKernels.combination(of: panel, rows: count, stride: stride, coefficients: targets, into: residual)
        }
        direction.update(from: residual, count: stride)
        var squared = PanelKernels.product(residual, residual, stride: stride)
        for _ in 0..<steps {
            // As no eigenvalue is below one, the error is no larger than the residual: below the precision of the
            // solution there is nothing left to gain, and the next lengths would be quotients of rounding errors.
            let reached = PanelKernels.product(solution, solution, stride: stride) * 1e-14
            guard squared > max(reached, .leastNormalMagnitude) else { break }
            PanelKernels.products(of: panel, rows: count, stride: stride, with: direction, into: products)
            for place in 0..<count { products[place] *= weights[place] }
            PanelKernels.combination(of: panel, rows: count, stride: stride, coefficients: products, into: image)
            PanelKernels.add(direction, times: 1, to: image, stride: stride)
            let length = squared / PanelKernels.product(direction, image, stride: stride)
            PanelKernels.add(direction, times: length, to: solution, stride: stride)
            PanelKernels.add(image, times: -length, to: residual, stride: stride)
            let next = PanelKernels.product(residual, residual, stride: stride)
            PanelKernels.scale(direction, by: next / squared, adding: residual, stride: stride)
            squared = next
        }
        PanelKernels.multiply(solution, scale, times: 1, into: solution, stride: stride)
    }
}
