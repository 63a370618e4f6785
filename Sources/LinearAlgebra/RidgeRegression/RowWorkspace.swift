import CProcessor

/// What one worker needs to solve rows of ``RidgeRegressions``, allocated once for all of them.
struct RowWorkspace: ~Copyable {
    let features: FloatTable
    let firstFeature: Int
    let coordinates: RidgeCoordinates
    /// The numbers of a row of the panel.
    let stride: Int
    /// The most entries whose regressors the panel holds.
    let capacity: Int
    /// The solutions of a block of rows, in ``coordinates``.
    let solutions: UnsafeMutablePointer<Float>
    /// The regressors of a row's entries, one after the other, and zeros up to a multiple of ``PanelKernels/group``.
    let panel: UnsafeMutablePointer<Float>
    /// The weights and the targets of a row's entries, and zeros up to a multiple of ``PanelKernels/group``.
    let weights: UnsafeMutablePointer<Float>
    let targets: UnsafeMutablePointer<Float>
    /// One number for each entry.
    let products: UnsafeMutablePointer<Float>
    let coefficients: UnsafeMutablePointer<Float>
    /// Some vectors of `stride` numbers.
    let scale: UnsafeMutablePointer<Float>
    let inverseScale: UnsafeMutablePointer<Float>
    let residual: UnsafeMutablePointer<Float>
    let direction: UnsafeMutablePointer<Float>
    let image: UnsafeMutablePointer<Float>
    /// Matrices with as many rows and columns as a row of the panel has numbers.
    let matrix: UnsafeMutablePointer<Float>
    let transposed: UnsafeMutablePointer<Float>
    /// Dense systems with as many equations as there are features, or fewer.
    let system: PositiveDefiniteSystem

    /// The ridge that ``scale`` belongs to.
    private var scaledRidge: Float?
    private let memory: UnsafeMutableRawPointer

    /// - Parameters:
    ///   - longest: the entries of the longest row.
    ///   - block: the rows of ``solutions``.
    init(
        for solver: RidgeSolver, longest: Int, block: Int, _ features: FloatTable, firstFeature: Int,
        _ coordinates: RidgeCoordinates
    ) {
        self.features = features
        self.firstFeature = firstFeature
        self.coordinates = coordinates
        stride = features.stride
        let most = solver.takesParts ? min(longest, max(Self.entriesOfPart, stride)) : longest
        let entries = FloatTable.stride(for: max(1, most))
        capacity = entries
        let count = (entries + block) * stride + 4 * entries + 5 * stride + 2 * stride * stride
        memory = .allocate(byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
        panel = memory.bindMemory(to: Float.self, capacity: count)
        panel.initialize(repeating: 0, count: count)
        solutions = panel + entries * stride
        weights = solutions + block * stride
        targets = weights + entries
        products = targets + entries
        coefficients = products + entries
        scale = coefficients + entries
        inverseScale = scale + stride
        residual = inverseScale + stride
        direction = residual + stride
        image = direction + stride
        matrix = image + stride
        transposed = matrix + stride * stride
        system = PositiveDefiniteSystem(order: stride)
        scaledRidge = nil
    }

    deinit {
        memory.deallocate()
    }

    /// The most entries of a row that are worked on together where the solver takes parts. Beyond them an exact solution
    /// costs less than conjugate gradients at the ranks 32 and 64, and as much at 128.
    private static let entriesOfPart = 4096

    /// The steps of conjugate gradients after which a row is solved exactly. Where weights are alike three to five are
    /// enough, and a row that needs more of them than these costs more than exactly.
    private static let fewSteps = 12

    /// Solves one row.
    ///
    /// - Parameter solution: the start, and then the solution, in ``coordinates``.
    mutating func solve(
        _ solution: UnsafeMutablePointer<Float>, by solver: RidgeSolver, ridge: Float, _ row: RidgeRow
    ) -> Bool {
        guard row.count > 0 else {
            solution.update(repeating: 0, count: stride)
            return true
        }
        if solver.needsWhitening { whiten(ridge: ridge) } else { keepScale() }
        switch solver {
        case .cholesky:
            return solveExactly(solution, row)
        case .conjugateGradient(let steps):
            // Every step would read the row from memory; to add the equations up part by part costs no more.
            guard row.count <= capacity else { return solveExactly(solution, row) }
            return solveConjugately(solution, row, steps: steps, tolerance: 0) != .overflow
        case .automatic(let tolerance):
            if row.count <= capacity,
                solveConjugately(solution, row, steps: Self.fewSteps, tolerance: tolerance) == .withinTolerance
            {
                return true
            }
            return solveExactly(solution, row)
        case .blockCoordinateDescent(let block):
            gatherWeighted(row)
            return descend(solution, block: block, ridge: ridge, entries: row.count)
        case .nonNegative:
            gatherWeighted(row)
            return solveNonNegatively(solution, ridge: ridge, entries: row.count)
        }
    }

    private func take(_ row: RidgeRow) {
        let count = row.count
        for index in 0..<count { weights[index] = row.weights[index] }
        if let targets = row.targets {
            for index in 0..<count { self.targets[index] = targets[index] }
        } else {
            for index in 0..<count { targets[index] = row.weights[index] + row.shift }
        }
        for index in count..<padded(count) {
            weights[index] = 0
            targets[index] = 0
        }
    }

    /// The number rounded up to whole groups.
    func padded(_ count: Int) -> Int {
        (count + PanelKernels.group - 1) / PanelKernels.group * PanelKernels.group
    }

    /// Prefetches the first regressors of a row that is solved next.
    func prefetch(_ columns: UnsafeBufferPointer<Int32>) {
        let base = features.elements - firstFeature * stride
        for column in columns.prefix(Self.lead) { prefetch(base + Int(column) * stride, stride: stride) }
    }

    /// How many entries ahead regressors are prefetched: more than memory's delay, and few enough to stay in the
    /// nearest cache.
    private static let lead = 12

    @inline(__always)
    private func prefetch(_ regressor: UnsafePointer<Float>, stride: Int) {
        var index = 0
        while index < stride {
            prefetch_line(regressor + index)
            index += FloatTable.lanes
        }
    }

    /// Sets ``scale`` to (Λ + λI)^−½.
    private mutating func whiten(ridge: Float) {
        guard scaledRidge != ridge else { return }
        scaledRidge = ridge
        coordinates.eigenvalues.withUnsafeBufferPointer { eigenvalues in
            for index in 0..<stride {
                inverseScale[index] = (eigenvalues[index] + ridge).squareRoot()
                scale[index] = 1 / inverseScale[index]
            }
        }
    }

    private mutating func keepScale() {
        guard scaledRidge == nil else { return }
        scaledRidge = 0
        scale.update(repeating: 1, count: stride)
        inverseScale.update(repeating: 1, count: stride)
    }

    /// Copies the entries' regressors into the panel, multiplied by ``scale``.
    @inline(__always)
    func gather(_ row: RidgeRow, stride: Int) {
        take(row)
        copyRegressors(row.columns, stride: stride) { _ in 1 }
    }

    /// Copies the entries' regressors into the panel, multiplied by ``scale`` and by the roots of their weights, and
    /// sets ``coefficients`` to the targets divided by these roots: the equations become (… + PᵀP) x = Pᵀc.
    func gatherWeighted(_ row: RidgeRow) {
        take(row)
        copyRegressors(row.columns, stride: stride) { index in
            // An entry of weight 0 may have a target, which a negligible weight keeps.
            let root = max(weights[index], 1e-12).squareRoot()
            coefficients[index] = targets[index] / root
            return root
        }
    }

    @inline(__always)
    private func copyRegressors(
        _ columns: UnsafeBufferPointer<Int32>, stride: Int, times factor: (Int) -> Float
    ) {
        let base = features.elements - firstFeature * stride
        for index in 0..<columns.count {
            if index < columns.count - Self.lead {
                prefetch(base + Int(columns[index + Self.lead]) * stride, stride: stride)
            }
            PanelKernels.multiply(
                base + Int(columns[index]) * stride, scale, times: factor(index), into: panel + index * stride,
                stride: stride)
        }
        let count = columns.count
        (panel + count * stride).update(repeating: 0, count: (padded(count) - count) * stride)
    }
}
