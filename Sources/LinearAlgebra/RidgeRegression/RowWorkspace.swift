import CProcessor

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
    /// The targets where they are made from the weights.
    let ownTargets: UnsafeMutablePointer<Float>
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

    init(longest: Int, _ features: FloatTable, firstFeature: Int, _ coordinates: RidgeCoordinates) {
        self.features = features
        self.firstFeature = firstFeature
        self.coordinates = coordinates
        stride = features.stride
        let entries = FloatTable.stride(for: max(1, longest))
        let count = entries * stride + 3 * entries + 5 * stride + 2 * stride * stride
        memory = .allocate(byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
        panel = memory.bindMemory(to: Float.self, capacity: count)
        panel.initialize(repeating: 0, count: count)
        products = panel + entries * stride
        ownTargets = products + entries
        coefficients = ownTargets + entries
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

    /// Solves one row.
    ///
    /// - Parameters:
    ///   - solution: the start, and then the solution, in ``coordinates``.
    ///   - columns: the entries' columns; `weights` and `targets` belong to them.
    mutating func solve(
        _ solution: UnsafeMutablePointer<Float>, by solver: RidgeSolver, ridge: Float,
        columns: UnsafeBufferPointer<Int32>, weights: UnsafeBufferPointer<Float>, targets: Targets
    ) -> Bool {
        guard let first = columns.baseAddress, let weights = weights.baseAddress, !columns.isEmpty else {
            solution.update(repeating: 0, count: stride)
            return true
        }
        let targets = self.targets(targets, weights: weights, entries: columns.count)
        let columns = UnsafeBufferPointer(start: first, count: columns.count)
        if solver.needsWhitening { whiten(ridge: ridge) } else { keepScale() }
        switch solver {
        case .cholesky:
            gather(columns, weights: weights, targets: targets)
            return solveExactly(solution, entries: columns.count)
        case .conjugateGradient(let steps):
            gather(columns)
            descendConjugately(solution, steps: steps, entries: columns.count, weights, targets)
            return true
        case .blockCoordinateDescent(let block):
            gather(columns, weights: weights, targets: targets)
            return descend(solution, block: block, ridge: ridge, entries: columns.count)
        case .nonNegative:
            gather(columns, weights: weights, targets: targets)
            return solveNonNegatively(solution, ridge: ridge, entries: columns.count)
        }
    }

    /// The targets of a row's entries.
    enum Targets {
        case values(UnsafeBufferPointer<Float>)
        /// The weights and a constant.
        case shifted(by: Float)
    }

    private func targets(
        _ targets: Targets, weights: UnsafePointer<Float>, entries: Int
    ) -> UnsafePointer<Float> {
        switch targets {
        case .values(let values):
            if let first = values.baseAddress { return first }
        case .shifted(let shift):
            for place in 0..<entries { ownTargets[place] = weights[place] + shift }
        }
        return UnsafePointer(ownTargets)
    }

    /// Asks for the first regressors of a row that is solved next.
    func prefetch(_ columns: UnsafeBufferPointer<Int32>) {
        let base = features.elements - firstFeature * stride
        for column in columns.prefix(Self.lead) { prefetch(base + Int(column) * stride) }
    }

    /// Regressors asked for before they are needed: more than memory's delay, and few enough to stay in the nearest
    /// cache.
    private static let lead = 12

    @inline(__always)
    private func prefetch(_ regressor: UnsafePointer<Float>) {
        var place = 0
        while place < stride {
            prefetch_line(regressor + place)
            place += FloatTable.lanes
        }
    }

    /// Sets ``scale`` to (Λ + λI)^−½.
    private mutating func whiten(ridge: Float) {
        guard scaledRidge != ridge else { return }
        scaledRidge = ridge
        coordinates.eigenvalues.withUnsafeBufferPointer { eigenvalues in
            for place in 0..<stride {
                inverseScale[place] = (eigenvalues[place] + ridge).squareRoot()
                scale[place] = 1 / inverseScale[place]
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
    func gather(_ columns: UnsafeBufferPointer<Int32>) {
        let base = features.elements - firstFeature * stride, stride = stride
        for place in 0..<columns.count {
            if place + Self.lead < columns.count { prefetch(base + Int(columns[place + Self.lead]) * stride) }
            PanelKernels.multiply(
                base + Int(columns[place]) * stride, scale, times: 1, into: panel + place * stride, stride: stride)
        }
    }

    /// Copies the entries' regressors into the panel, multiplied by ``scale`` and by the roots of their weights, and
    /// sets ``coefficients`` to the targets divided by these roots: the equations become (… + PᵀP) x = Pᵀc.
    func gather(
        _ columns: UnsafeBufferPointer<Int32>, weights: UnsafePointer<Float>, targets: UnsafePointer<Float>
    ) {
        let base = features.elements - firstFeature * stride, stride = stride
        for place in 0..<columns.count {
            if place + Self.lead < columns.count { prefetch(base + Int(columns[place + Self.lead]) * stride) }
            // An entry without weight may have a target: a weight too small to show keeps both.
            let root = max(weights[place], 1e-12).squareRoot()
            coefficients[place] = targets[place] / root
            PanelKernels.multiply(
                base + Int(columns[place]) * stride, scale, times: root, into: panel + place * stride, stride: stride)
        }
    }
}
