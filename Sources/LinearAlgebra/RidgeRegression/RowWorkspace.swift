import COpenBLAS

/// What one worker needs to solve rows of ``RidgeRegressions``, allocated once for all of them.
struct RowWorkspace: ~Copyable {
    let features: FloatTable
    let firstFeature: Int
    let coordinates: RidgeCoordinates
    /// The numbers of a row of the panel.
    let stride: Int
    /// The regressors of a row's entries, one after the other.
    let panel: UnsafeMutablePointer<Float>
    /// One number for each entry.
    let products: UnsafeMutablePointer<Float>
    let coefficients: UnsafeMutablePointer<Float>
    /// Some vectors of `stride` numbers.
    let scale: UnsafeMutablePointer<Float>
    let residual: UnsafeMutablePointer<Float>
    let direction: UnsafeMutablePointer<Float>
    let image: UnsafeMutablePointer<Float>
    /// Dense systems with as many equations as there are features, or fewer.
    let system: PositiveDefiniteSystem

    private let memory: UnsafeMutableRawPointer

    init(longest: Int, _ features: FloatTable, firstFeature: Int, _ coordinates: RidgeCoordinates) {
        self.features = features
        self.firstFeature = firstFeature
        self.coordinates = coordinates
        stride = features.stride
        let entries = FloatTable.stride(for: max(1, longest))
        let count = entries * stride + 2 * entries + 4 * stride
        memory = .allocate(byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
        panel = memory.bindMemory(to: Float.self, capacity: count)
        panel.initialize(repeating: 0, count: count)
        products = panel + entries * stride
        coefficients = products + entries
        scale = coefficients + entries
        residual = scale + stride
        direction = residual + stride
        image = direction + stride
        system = PositiveDefiniteSystem(order: stride)
    }

    deinit {
        memory.deallocate()
    }

    /// Solves one row.
    ///
    /// - Parameters:
    ///   - solution: the start, and then the solution, in ``coordinates``.
    ///   - columns: the entries' columns; `weights` and `targets` belong to them.
    func solve(
        _ solution: UnsafeMutablePointer<Float>, by solver: RidgeSolver, ridge: Float,
        columns: UnsafeBufferPointer<Int32>, weights: UnsafeBufferPointer<Float>, targets: UnsafeBufferPointer<Float>
    ) -> Bool {
        guard let first = columns.baseAddress, let weights = weights.baseAddress, let targets = targets.baseAddress,
            !columns.isEmpty
        else {
            solution.update(repeating: 0, count: stride)
            return true
        }
        let columns = UnsafeBufferPointer(start: first, count: columns.count)
        switch solver {
        case .cholesky:
            return solveExactly(solution, ridge: ridge, columns, weights, targets)
        case .conjugateGradient(let steps):
            descendConjugately(solution, steps: steps, ridge: ridge, columns, weights, targets)
            return true
        case .blockCoordinateDescent(let block):
            return descend(solution, block: block, ridge: ridge, columns, weights, targets)
        case .nonNegative:
            return solveNonNegatively(solution, ridge: ridge, columns, weights, targets)
        }
    }

    /// Sets ``scale`` to (Λ + λI)^−½.
    func whiten(ridge: Float) {
        coordinates.eigenvalues.withUnsafeBufferPointer { eigenvalues in
            for place in 0..<stride { scale[place] = 1 / (eigenvalues[place] + ridge).squareRoot() }
        }
    }

    /// Copies the entries' regressors into the panel, multiplied by ``scale``.
    func gather(_ columns: UnsafeBufferPointer<Int32>) {
        for place in 0..<columns.count {
            if place + 8 < columns.count { prefetch(columns[place + 8]) }
            PanelKernels.multiply(
                features.elements + (Int(columns[place]) - firstFeature) * stride, scale, times: 1,
                into: panel + place * stride, stride: stride)
        }
    }

    /// Copies the entries' regressors into the panel, multiplied by ``scale`` and by the roots of their weights, and
    /// sets ``coefficients`` to the targets divided by these roots: the equations become (… + PᵀP) x = Pᵀc.
    func gather(
        _ columns: UnsafeBufferPointer<Int32>, weights: UnsafePointer<Float>, targets: UnsafePointer<Float>
    ) {
        for place in 0..<columns.count {
            if place + 8 < columns.count { prefetch(columns[place + 8]) }
            // An entry without weight may have a target: a weight too small to show keeps both.
            let root = max(weights[place], 1e-12).squareRoot()
            coefficients[place] = targets[place] / root
            PanelKernels.multiply(
                features.elements + (Int(columns[place]) - firstFeature) * stride, scale, times: root,
                into: panel + place * stride, stride: stride)
        }
    }

    @inline(__always)
    private func prefetch(_ column: Int32) {
        let row = features.elements + (Int(column) - firstFeature) * stride
        var place = 0
        while place < stride {
            accesslab_prefetch(row + place)
            place += 16
        }
    }
}
