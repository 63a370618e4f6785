extension RowWorkspace {
    /// How steps of conjugate gradients ended.
    enum Descent {
        case withinTolerance
        case outOfSteps
        case overflow
    }

    /// Steps of conjugate gradients for (I + VᵀDV) z = Vᵀb, with V the whitened regressors of the row's entries
    /// (Hestenes and Stiefel 1952; for alternating least squares Takács, Pilászy and Tikk, "Applications of the
    /// conjugate gradient method for implicit feedback collaborative filtering", RecSys 2011).
    ///
    /// Complexity: O(entries · rank) a step, without the rank² of the unwhitened equations.
    ///
    /// - Parameter tolerance: the steps end once |b − Ax|² is at most this times |x|².
    func solveConjugately(
        _ solution: UnsafeMutablePointer<Float>, _ row: RidgeRow, steps: Int, tolerance: Float
    ) -> Descent {
        // The common ranks have code of their own, in which the loops over a row's numbers are unrolled.
        switch stride {
        case 16: descend(solution, row, steps: steps, tolerance: tolerance, FixedStride<16>())
        case 32: descend(solution, row, steps: steps, tolerance: tolerance, FixedStride<32>())
        case 64: descend(solution, row, steps: steps, tolerance: tolerance, FixedStride<64>())
        case 128: descend(solution, row, steps: steps, tolerance: tolerance, FixedStride<128>())
        default: descend(solution, row, steps: steps, tolerance: tolerance, VariableStride(numbers: stride))
        }
    }

    private func descend<Stride: PanelStride>(
        _ solution: UnsafeMutablePointer<Float>, _ row: RidgeRow, steps: Int, tolerance: Float,
        _ panelStride: Stride
    ) -> Descent {
        let stride = panelStride.numbers
        gather(row, stride: stride)
        let count = row.count
        PanelKernels.multiply(solution, inverseScale, times: 1, into: solution, stride: stride)
        if PanelKernels.product(solution, solution, stride: stride) > 0 {
            PanelKernels.combination(
                of: panel, rows: count, stride: stride, with: solution, into: residual, products: products
            ) { [targets, weights] offset, products in
                PanelKernels.four(targets + offset) - PanelKernels.four(weights + offset) * products
            }
            PanelKernels.add(solution, times: -1, to: residual, stride: stride)
        } else {
            solution.update(repeating: 0, count: stride)
            PanelKernels.combination(of: panel, rows: count, stride: stride, coefficients: targets, into: residual)
        }
        direction.update(from: residual, count: stride)
        var squared = PanelKernels.product(residual, residual, stride: stride)
        var isWithin = false
        for step in 0...steps {
            // Below the precision of the solution the next lengths would be quotients of rounding errors.
            let reached = PanelKernels.product(solution, solution, stride: stride) * max(tolerance, 1e-14)
            isWithin = reached.isFinite && squared <= max(reached, .leastNormalMagnitude)
            guard !isWithin, step < steps else { break }
            PanelKernels.combination(
                of: panel, rows: count, stride: stride, with: direction, into: image, products: products
            ) { [weights] offset, products in PanelKernels.four(weights + offset) * products }
            PanelKernels.add(direction, times: 1, to: image, stride: stride)
            let length = squared / PanelKernels.product(direction, image, stride: stride)
            PanelKernels.add(direction, times: length, to: solution, stride: stride)
            PanelKernels.add(image, times: -length, to: residual, stride: stride)
            let next = PanelKernels.product(residual, residual, stride: stride)
            PanelKernels.scale(direction, by: next / squared, adding: residual, stride: stride)
            squared = next
        }
        PanelKernels.multiply(solution, scale, times: 1, into: solution, stride: stride)
        return isWithin ? .withinTolerance : squared.isFinite ? .outOfSteps : .overflow
    }
}
