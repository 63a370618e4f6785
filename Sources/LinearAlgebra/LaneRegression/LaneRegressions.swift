public import Concurrency

/// Ridge regressions for implicit feedback with up to sixteen settings at once, one in each SIMD lane.
///
/// In every lane the solution of row u is the x that minimises
///
///     Σ over its entries j of (dⱼ (x·yⱼ)² − 2 (dⱼ + w) x·yⱼ) + w Σ over all regressors i of (x·yᵢ)² + λρᵤ |x|²
///
/// with the lane's own regressors y, weights dⱼ = α vⱼ + (1 − w) of the entries' values v, shared weight w and ridge λ;
/// the scale ρᵤ of a row's ridge is the same in all lanes. As ``RidgeRegressions`` with the targets
/// ``RidgeTargets/weights(plus:)``, solved exactly, without whitening. One pass over the entries serves all lanes: up
/// to a rank of sixteen or so, beyond which the systems outgrow the nearest cache, a lane costs a small part of what a
/// solution by itself does.
public struct LaneRegressions: Sendable {
    typealias Vector = PanelKernels.Vector

    /// What the entries weigh in one lane, and the ridge.
    public struct Setting: Hashable, Sendable {
        /// α.
        public var slope: Float
        /// w.
        public var sharedWeight: Float
        /// λ.
        public var ridge: Float

        /// The setting of one lane.
        public init(slope: Float, sharedWeight: Float, ridge: Float) {
            self.slope = slope
            self.sharedWeight = sharedWeight
            self.ridge = ridge
        }
    }

    /// The result of solving one lane.
    public struct Outcome: Hashable, Sendable {
        /// The least of what is minimised, summed over the rows.
        public var minimum = 0.0
        /// Σ λρᵤ |x|² over the rows.
        public var weightedNorm = 0.0
        /// Whether every system was positive definite to working precision and nothing overflowed. The lane's solutions
        /// mean nothing where it is false; the other lanes' do.
        public var isSolved = true
    }

    /// The values v, `rows × regressors`.
    public let values: SparseMatrix
    /// The rows that are solved.
    public let rows: Range<Int>
    /// The regressors of these rows; all their entries lie within.
    public let regressors: Range<Int>
    /// ρ of each row in ``rows``, from the first on.
    public let ridgeScales: [Float]
    /// The settings, one for each lane in use, at most sixteen.
    public let settings: [Setting]
    /// The rows, long ones first, and then those that lie beside each other in memory.
    private let order: [Int32]

    /// - Precondition: there are one to ``LaneTable/lanes`` settings, and as many scales as rows.
    public init(
        values: SparseMatrix, rows: Range<Int>, regressors: Range<Int>, ridgeScales: [Float], settings: [Setting]
    ) {
        precondition(1...LaneTable.lanes ~= settings.count && ridgeScales.count == rows.count)
        self.values = values
        self.rows = rows
        self.regressors = regressors
        self.ridgeScales = ridgeScales
        self.settings = settings
        order = values.pieces(of: rows).joined().map { Int32($0) }
    }

    private static let chunk = 16

    /// Solves every row in every lane.
    ///
    /// The result does not depend on the number of workers.
    ///
    /// Complexity: O(entries · rank² + rows · rank³), each operation in all lanes.
    ///
    /// - Parameters:
    ///   - solutions: a table with the solutions in the rows ``rows``.
    ///   - features: the table with the regressors in the rows ``regressors``; as many columns as `solutions`.
    ///   - isCancelled: asked before every few rows; once it is true, solutions and outcomes mean nothing.
    /// - Returns: an outcome for each of ``settings``.
    public func solve(
        _ solutions: inout LaneTable, features: borrowing LaneTable, _ workers: Workers,
        unless isCancelled: @Sendable () -> Bool = { false }
    ) -> [Outcome] {
        precondition(solutions.columns == features.columns)
        let rank = features.columns, weights = LaneWeights(settings)
        guard !rows.isEmpty, !regressors.isEmpty, rank > 0 else { return settings.map { _ in Outcome() } }
        let shared = gram(of: features, weights, workers)
        // The sums of each chunk: products, weighted norms and checks.
        var sums = [Vector](repeating: .zero, count: 3 * ((order.count + Self.chunk - 1) / Self.chunk))
        let target = solutions.vectors, source = features.vectors
        values.columnIndices.withUnsafeBufferPointer { columns in
            values.values.withUnsafeBufferPointer { values in
                sums.withUnsafeMutableBufferPointer { sums in
                    nonisolated(unsafe) let columns = columns, values = values, sums = sums
                    nonisolated(unsafe) let target = target, source = UnsafePointer(source)
                    workers.forEachChunk(
                        of: order.count, size: Self.chunk, unless: isCancelled, workspace: { LaneWorkspace(rank: rank) }
                    ) { (workspace: inout LaneWorkspace, chunk: Range<Int>) in
                        var product = Vector.zero, norm = Vector.zero, check = Vector.zero
                        for index in chunk {
                            let row = Int(order[index]), entries = self.values.range(ofRow: row)
                            let solution = target + row * rank
                            if index + 2 < order.count {
                                let next = self.values.range(ofRow: Int(order[index + 2]))
                                workspace.prefetch(UnsafeBufferPointer(rebasing: columns[next]))
                                workspace.prefetch(UnsafeBufferPointer(rebasing: values[next]))
                            }
                            let following =
                                index + 1 < order.count
                                ? self.values.range(ofRow: Int(order[index + 1])) : 0..<0
                            guard !entries.isEmpty else {
                                solution.update(repeating: .zero, count: rank)
                                continue
                            }
                            workspace.setSystem(
                                to: PanelKernels.vectors(shared.elements),
                                plus: UnsafeBufferPointer(rebasing: columns[entries]),
                                UnsafeBufferPointer(rebasing: values[entries]), source, weights,
                                before: UnsafeBufferPointer(rebasing: columns[following]))
                            let ridge = weights.ridges * ridgeScales[row - rows.lowerBound]
                            let solved = workspace.solve(ridge: ridge, into: solution)
                            product += solved.product
                            PanelKernels.accumulate(&norm, solved.norm, ridge)
                            check += solved.check
                        }
                        let offset = 3 * (chunk.lowerBound / Self.chunk)
                        sums[offset] = product
                        sums[offset + 1] = norm
                        sums[offset + 2] = check
                    }
                }
            }
        }
        return settings.indices.map { lane in
            var outcome = Outcome()
            for offset in Swift.stride(from: 0, to: sums.count, by: 3) {
                // At the least, xᵀAx − 2b·x is −b·x.
                outcome.minimum -= Double(sums[offset][lane])
                outcome.weightedNorm += Double(sums[offset + 1][lane])
                outcome.isSolved = outcome.isSolved && sums[offset + 2][lane] == 0
            }
            return outcome
        }
    }

    /// Regressors whose products are summed in single precision.
    private static let panel = 256

    /// wYᵀY in every lane, as a system without a right side: a row for each of its elements.
    private func gram(of features: borrowing LaneTable, _ weights: LaneWeights, _ workers: Workers) -> FloatTable {
        let rank = features.columns, size = rank * (rank + 1), source = features.vectors + regressors.lowerBound * rank
        let zero = [Vector](repeating: .zero, count: size)
        let panels = (regressors.count + Self.panel - 1) / Self.panel
        var partial = [Vector](repeating: .zero, count: panels * size)
        zero.withUnsafeBufferPointer { zero in
            partial.withUnsafeMutableBufferPointer { partial in
                nonisolated(unsafe) let zero = zero, partial = partial, source = source
                workers.forEachChunk(
                    of: regressors.count, size: Self.panel, workspace: { LaneWorkspace(rank: rank) }
                ) { (workspace: inout LaneWorkspace, chunk: Range<Int>) in
                    guard let zero = zero.baseAddress, let target = partial.baseAddress else { return }
                    workspace.setSystem(
                        toGramOf: source + chunk.lowerBound * rank, count: chunk.count, zero: zero)
                    (target + chunk.lowerBound / Self.panel * size).update(from: workspace.system, count: size)
                }
            }
        }
        let gram = FloatTable(rows: size, columns: LaneTable.lanes), elements = PanelKernels.vectors(gram.elements)
        elements.initialize(repeating: .zero, count: size)
        for row in 0..<rank {
            for index in row * (rank + 1) + row..<(row + 1) * (rank + 1) {
                var sum = SIMD16<Double>.zero
                for panel in 0..<panels { sum += SIMD16<Double>(partial[panel * size + index]) }
                // Where nothing is shared, factors that overflow do no harm.
                for lane in 0..<LaneTable.lanes where weights.shared[lane] > 0 {
                    elements[index][lane] = Float(Double(weights.shared[lane]) * sum[lane])
                }
            }
        }
        return gram
    }
}

extension LaneWeights {
    init(_ settings: [LaneRegressions.Setting]) {
        // Lanes without a setting do what the last one does.
        func lanes(_ value: (LaneRegressions.Setting) -> Float) -> Vector {
            var vector = Vector.zero
            for lane in 0..<LaneTable.lanes where !settings.isEmpty {
                vector[lane] = value(settings[min(lane, settings.count - 1)])
            }
            return vector
        }
        slopes = lanes(\.slope)
        constants = lanes { 1 - $0.sharedWeight }
        shared = lanes(\.sharedWeight)
        ridges = lanes(\.ridge)
    }
}
