public import Concurrency

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
    public private(set) var ridges: [Float]
    private let pieces: [Range<Int>]

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
        pieces = weights.pieces(of: rows)
    }

    /// The same regressions with other ridges.
    ///
    /// - Precondition: there are as many ridges as rows, and none is negative.
    public func with(ridges: [Float]) -> RidgeRegressions {
        precondition(ridges.count == rows.count)
        var other = self
        other.ridges = ridges
        return other
    }

    /// Solves every row.
    ///
    /// The result does not depend on the number of workers.
    ///
    /// - Parameters:
    ///   - solutions: a matrix with the solutions in the rows ``rows``; what it holds before is the start of those
    ///     solvers that improve on one.
    ///   - features: the matrix with the regressors in the rows ``regressors``; as many columns as `solutions`.
    ///   - scratch: memory that is kept from one call to the next.
    ///   - isCancelled: asked before every few dozen rows.
    /// - Returns: whether every system was positive definite to working precision and nothing was cancelled; where it is
    ///   false, some rows may not have been solved.
    public func solve(
        _ solutions: inout Matrix<Float>, features: Matrix<Float>, by solver: RidgeSolver,
        scratch: inout RidgeScratch, _ workers: Workers, unless isCancelled: @Sendable () -> Bool = { false }
    ) -> Bool {
        precondition(solutions.columns == features.columns)
        guard !rows.isEmpty, !regressors.isEmpty else { return true }
        let rank = features.columns
        var gram: Matrix<Double>?
        if sharedWeight > 0 {
            var scaled = features.gramOfFactors(ofRows: regressors, workers)
            for index in scaled.elements.indices { scaled.elements[index] *= sharedWeight }
            gram = scaled
        }
        guard
            let coordinates = solver.needsWhitening
                ? RidgeCoordinates(whitening: gram, columns: rank, leastRidge: ridges.min() ?? 0)
                : RidgeCoordinates(keeping: gram, columns: rank)
        else { return false }
        let table = scratch.table(rows: regressors.count, columns: rank)
        coordinates.enter(features, rows: regressors, into: table, workers)
        return solveRows(&solutions, features: table, coordinates, solver, workers, isCancelled)
    }

    private func solveRows(
        _ solutions: inout Matrix<Float>, features: FloatTable, _ coordinates: RidgeCoordinates,
        _ solver: RidgeSolver, _ workers: Workers, _ isCancelled: @Sendable () -> Bool
    ) -> Bool {
        let longest = rows.reduce(0) { max($0, weights.range(ofRow: $1).count) }
        let rank = solutions.columns
        var own: [Float]?, shift: Float = 0
        switch targets {
        case .values(let values): own = values
        case .weights(let plus): shift = plus
        }
        let ownTargets = own, constant = shift
        return solutions.elements.withUnsafeMutableBufferPointer { solutions in
            weights.columnIndices.withUnsafeBufferPointer { columns in
                weights.values.withUnsafeBufferPointer { values in
                    (ownTargets ?? []).withUnsafeBufferPointer { targets in
                        nonisolated(unsafe) let solutions = solutions, columns = columns, values = values
                        nonisolated(unsafe) let targets = ownTargets == nil ? nil : targets.baseAddress
                        return workers.allSucceed(
                            of: pieces.count, size: 1, unless: isCancelled,
                            workspace: {
                                RowWorkspace(
                                    for: solver, longest: longest, block: SparseMatrix.rowsOfPiece, features,
                                    firstFeature: regressors.lowerBound, coordinates)
                            },
                            { (workspace: inout RowWorkspace, chunk: Range<Int>) -> Bool in
                                let piece = pieces[chunk.lowerBound]
                                guard let solution = solutions.baseAddress.map({ $0 + piece.lowerBound * rank }) else {
                                    return false
                                }
                                if solver.startsWarm {
                                    coordinates.enter(solution, rows: piece.count, into: workspace.solutions)
                                }
                                for row in piece {
                                    let entries = weights.range(ofRow: row)
                                    if row + 1 < piece.upperBound {
                                        workspace.prefetch(
                                            UnsafeBufferPointer(rebasing: columns[weights.range(ofRow: row + 1)]))
                                    }
                                    let succeeded = workspace.solve(
                                        workspace.solutions + (row - piece.lowerBound) * workspace.stride, by: solver,
                                        ridge: ridges[row - rows.lowerBound],
                                        RidgeRow(
                                            columns: UnsafeBufferPointer(rebasing: columns[entries]),
                                            weights: UnsafeBufferPointer(rebasing: values[entries]),
                                            targets: targets.map { $0 + entries.lowerBound }, shift: constant))
                                    guard succeeded else { return false }
                                }
                                coordinates.leave(workspace.solutions, rows: piece.count, into: solution)
                                return true
                            })
                    }
                }
            }
        }
    }
}
