/// Many small ridge regressions on the same regressors: one for each row of a sparse matrix.
///
/// The solution of row u is the x that minimises
///
///     Σ over its entries j of (dⱼ (x·yⱼ)² − 2 bⱼ x·yⱼ) + w Σ over all regressors i of (x·yᵢ)² + λᵤ |x|²
///
/// with the regressors y, the entries' weights d ≥ 0 and targets b, a weight w ≥ 0 that all regressors have without an
/// entry, and a ridge λᵤ: (wYᵀY + λᵤI + Σ dⱼ yⱼyⱼᵀ) x = Σ bⱼ yⱼ.
public struct RidgeRegressions: Sendable {
    /// The weights d, `rows × regressors`.
    public let weights: SparseMatrix
    /// The targets b of the entries of ``weights``.
    public let targets: RidgeTargets
    /// The rows that are solved.
    public let rows: Range<Int>
    /// The regressors of these rows; all their entries lie within.
    public let regressors: Range<Int>
    /// w.
    public let sharedWeight: Double
    /// λ of each row in ``rows``, from the first on.
    public let ridges: [Float]
    /// The rows, those with the most entries first, so that the workers finish together.
    private let order: [Int32]

    /// - Precondition: weights, shared weight and ridges are not negative, there are as many ridges as rows, and where
    ///   targets are numbers of their own, as many as weights.
    public init(
        weights: SparseMatrix, targets: RidgeTargets, rows: Range<Int>, regressors: Range<Int>, sharedWeight: Double,
        ridges: [Float]
    ) {
        if case .values(let values) = targets { precondition(values.count == weights.count) }
        precondition(ridges.count == rows.count)
        self.weights = weights
        self.targets = targets
        self.rows = rows
        self.regressors = regressors
        self.sharedWeight = sharedWeight
        self.ridges = ridges
        order = weights.longestFirst(among: rows)
    }

    /// Solves every row.
    ///
    /// The result does not depend on the number of workers.
    ///
    /// - Parameters:
    ///   - solutions: a matrix with the solutions in the rows ``rows``; what it holds before is the start of those
    ///     solvers that improve on one.
    ///   - features: the matrix with the regressors in the rows ``regressors``; as many columns as `solutions`.
    /// - Returns: whether every system was positive definite to working precision.
    public func solve(
        _ solutions: inout Matrix<Float>, features: Matrix<Float>, by solver: RidgeSolver, _ workers: Workers
    ) -> Bool {
        precondition(solutions.columns == features.columns)
        guard !rows.isEmpty, !regressors.isEmpty else { return true }
        let rank = features.columns
        var gram: Matrix<Double>?
        if sharedWeight > 0 {
            var scaled = features.gram(ofRows: regressors, workers)
            for place in scaled.elements.indices { scaled.elements[place] *= sharedWeight }
            gram = scaled
        }
        guard
            let coordinates = solver.needsWhitening
                ? RidgeCoordinates(whitening: gram, columns: rank, leastRidge: ridges.min() ?? 0)
                : RidgeCoordinates(keeping: gram, columns: rank)
        else { return false }
        let panel = FloatTable(rows: regressors.count, columns: rank)
        let solved = FloatTable(rows: rows.count, columns: rank)
        coordinates.enter(features, rows: regressors, into: panel, workers)
        if solver.startsWarm { coordinates.enter(solutions, rows: rows, into: solved, workers) }
        guard solveRows(solved, features: panel, coordinates, solver, workers) else { return false }
        coordinates.leave(solved, into: &solutions, rows: rows, workers)
        return true
    }

    private func solveRows(
        _ solved: FloatTable, features: FloatTable, _ coordinates: RidgeCoordinates, _ solver: RidgeSolver,
        _ workers: Workers
    ) -> Bool {
        let longest = order.first.map { weights.range(ofRow: Int($0)).count } ?? 0
        let firstRow = rows.lowerBound
        var own: [Float] = [], constant: Float = 0
        switch targets {
        case .values(let values): own = values
        case .weights(let plus): constant = plus
        }
        let hasOwn = !own.isEmpty, shift = constant
        return weights.columnIndices.withUnsafeBufferPointer { columns in
            weights.values.withUnsafeBufferPointer { values in
                own.withUnsafeBufferPointer { targets in
                    nonisolated(unsafe) let columns = columns, values = values, targets = targets
                    return workers.allSucceed(
                        of: order.count, size: 16,
                        workspace: {
                            RowWorkspace(longest: longest, features, firstFeature: regressors.lowerBound, coordinates)
                        },
                        { (workspace: inout RowWorkspace, chunk: Range<Int>) -> Bool in
                            for place in chunk {
                                let row = Int(order[place])
                                let entries = weights.range(ofRow: row)
                                let solution = solved.elements + (row - firstRow) * solved.stride
                                if place + 1 < order.count {
                                    let next = weights.range(ofRow: Int(order[place + 1]))
                                    workspace.prefetch(UnsafeBufferPointer(rebasing: columns[next]))
                                }
                                let succeeded = workspace.solve(
                                    solution, by: solver, ridge: ridges[row - firstRow],
                                    columns: UnsafeBufferPointer(rebasing: columns[entries]),
                                    weights: UnsafeBufferPointer(rebasing: values[entries]),
                                    targets: hasOwn
                                        ? .values(UnsafeBufferPointer(rebasing: targets[entries])) : .shifted(by: shift)
                                )
                                guard succeeded else { return false }
                            }
                            return true
                        })
                }
            }
        }
    }
}
