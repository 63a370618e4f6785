import Concurrency
import LinearAlgebra
import Testing

@Suite("Ridge regressions of many rows")
struct RidgeRegressionsTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let rank: Int
        let entries: Int
        var sharedWeight = 0.7
        var ridge: ClosedRange<Float> = 0.5...0.5
        var rows = 18
        var columns = 90

        var testDescription: String { "rank \(rank), \(rows) rows, \(entries) entries, w \(sharedWeight), λ \(ridge)" }
    }

    static let shapes = [
        Shape(rank: 1, entries: 40), Shape(rank: 5, entries: 200), Shape(rank: 16, entries: 700),
        Shape(rank: 17, entries: 900), Shape(rank: 33, entries: 800, ridge: 0.1...9),
        Shape(rank: 48, entries: 500, sharedWeight: 0), Shape(rank: 64, entries: 1000, ridge: 0.2...3),
        Shape(rank: 70, entries: 1200), Shape(rank: 128, entries: 600), Shape(rank: 130, entries: 300),
        // Some rows are long enough to be a worker's piece by themselves, and there are several pieces of others.
        Shape(rank: 32, entries: 12_000, rows: 190, columns: 1200),
    ]
    /// One of whose rows has more entries than are worked on together.
    static let longShape = Shape(rank: 20, entries: 12_000, rows: 10, columns: 9000)

    /// Rows of very different lengths, of a part of a matrix.
    private struct Problem {
        let regressions: RidgeRegressions
        let features: Matrix<Float>

        /// - Parameter spread: the largest weights, where one entry in eight is heavy; the others are below two.
        init(_ shape: Shape, spread: Float = 1) {
            var numbers = Numbers(seed: UInt64(shape.rank))
            let entries = (0..<shape.entries).map { number in
                let position = Float.random(in: 0...1, using: &numbers)
                return SparseMatrix.Entry(
                    row: Int32(3 + position * position * position * Float(shape.rows - 7)),
                    column: Int32.random(in: 2..<Int32(shape.columns - 5), using: &numbers),
                    value: Float.random(in: 0...2, using: &numbers) * (number % 8 == 0 ? spread : 1))
            }
            let weights = SparseMatrix(rows: shape.rows, columns: shape.columns, summing: entries)
            features = numbers.matrix(rows: shape.columns, columns: shape.rank)
            regressions = RidgeRegressions(
                weights: weights,
                targets: .values(weights.values.map { _ in Float.random(in: -1...3, using: &numbers) }),
                rows: 2..<shape.rows - 2, regressors: 2..<shape.columns - 3, sharedWeight: shape.sharedWeight,
                ridges: (2..<shape.rows - 2).map { _ in Float.random(in: shape.ridge, using: &numbers) })
        }

        /// What the solutions that a solver finds from zero minimise.
        func objective(by solver: RidgeSolver) -> Double {
            var solutions = Matrix<Float>(rows: regressions.weights.rows, columns: features.columns)
            _ = regressions.solve(&solutions, features: features, by: solver, Workers(2))
            return regressions.objective(of: solutions, features: features, .one)
        }

        /// The normal equations of a row, by plain loops.
        func equations(_ row: Int) -> (matrix: Matrix<Double>, right: [Double]) {
            let rank = features.columns
            var matrix = Matrix<Double>(rows: rank, columns: rank), right = [Double](repeating: 0, count: rank)
            func add(_ regressor: Int, weight: Double, target: Double) {
                let feature = features.elements[regressor * rank..<(regressor + 1) * rank].map { Double($0) }
                for first in 0..<rank {
                    right[first] += target * feature[first]
                    for second in 0...first {
                        matrix.elements[first * rank + second] += weight * feature[first] * feature[second]
                    }
                }
            }
            for regressor in regressions.regressors { add(regressor, weight: regressions.sharedWeight, target: 0) }
            for entry in regressions.weights.range(ofRow: row) {
                add(
                    Int(regressions.weights.columnIndices[entry]), weight: Double(regressions.weights.values[entry]),
                    target: Double(
                        regressions.targets.target(ofEntry: entry, weight: regressions.weights.values[entry])))
            }
            for first in 0..<rank {
                matrix[first, first] += Double(regressions.ridges[row - 2])
                for second in 0..<first { matrix[second, first] = matrix[first, second] }
            }
            return (matrix, right)
        }
    }

    @Test(
        "have the solutions of their normal equations", arguments: shapes + [longShape],
        [RidgeSolver.cholesky, .conjugateGradient(steps: 200), .blockCoordinateDescent(block: 200)])
    func exact(shape: Shape, solver: RidgeSolver) throws {
        let problem = Problem(shape)
        var numbers = Numbers(seed: 7)
        var solutions = numbers.matrix(rows: shape.rows, columns: shape.rank)
        let before = solutions
        let succeeded = problem.regressions.solve(
            &solutions, features: problem.features, by: solver, Workers(2))
        #expect(succeeded)
        for row in 0..<shape.rows {
            let found = (0..<shape.rank).map { Double(solutions[row, $0]) }
            guard problem.regressions.rows.contains(row) else {
                #expect(found == (0..<shape.rank).map { Double(before[row, $0]) })
                continue
            }
            let equations = problem.equations(row)
            let expected = try #require(equations.matrix.solvedPositiveDefinite(equations.right))
            let scale = expected.reduce(1e-2) { max($0, abs($1)) }
            #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 2e-3 * scale })
        }
    }

    @Test("are within the tolerance of the least objective", arguments: shapes + [longShape], [1, 1e4] as [Float])
    func tolerance(shape: Shape, spread: Float) {
        let problem = Problem(shape, spread: spread)
        // Without a solution the objective is zero, with it below.
        let least = problem.objective(by: .cholesky)
        for tolerance in [1e-2, 1e-4] as [Float] {
            let found = problem.objective(by: .automatic(tolerance: tolerance))
            #expect(found <= least + Double(tolerance) * abs(least))
            #expect(found >= least - 1e-5 * abs(least))
        }
    }

    @Test("take more than a few steps where weights differ much")
    func spread() {
        let shape = Shape(rank: 64, entries: 1000, ridge: 0.2...3)
        func excess(spread: Float) -> Double {
            let problem = Problem(shape, spread: spread)
            let least = problem.objective(by: .cholesky)
            return (problem.objective(by: .conjugateGradient(steps: 12)) - least) / abs(least)
        }
        #expect(excess(spread: 1) < 1e-4)
        #expect(excess(spread: 1e4) > 1e-2)
    }

    @Test("have an objective that a part of the rows tells about", arguments: [1, 2, 3, 5, 100])
    func sampledObjective(step: Int) {
        // Every row is the same: any of them tells about all.
        let entries = (0..<5).flatMap { row in
            (0..<4).map { SparseMatrix.Entry(row: Int32(row), column: Int32($0), value: 1) }
        }
        let regressions = RidgeRegressions(
            weights: SparseMatrix(rows: 5, columns: 4, summing: entries), targets: .weights(plus: 0), rows: 0..<5,
            regressors: 0..<4, sharedWeight: 0.5, ridges: [1, 1, 1, 1, 1])
        let solutions = Matrix<Float>(rows: 5, columns: 2, elements: Array(repeating: 0.5, count: 10))
        let features = Matrix<Float>(rows: 4, columns: 2, elements: [1, 2, 3, 4, 5, 6, 7, 8])
        let whole = regressions.objective(of: solutions, features: features, .one)
        let estimate = regressions.objective(of: solutions, features: features, everyRow: step, .one)
        #expect(abs(estimate - whole) <= 1e-6 * abs(whole))
    }

    @Test("descend in blocks without ever rising", arguments: [1, 3, 16, 20])
    func blocks(block: Int) {
        let problem = Problem(Shape(rank: 33, entries: 800, ridge: 0.1...9))
        var solutions = Matrix<Float>(rows: 18, columns: 33)
        var last = Double.infinity
        for _ in 0..<10 {
            let succeeded = problem.regressions.solve(
                &solutions, features: problem.features, by: .blockCoordinateDescent(block: block), .one)
            #expect(succeeded)
            let objective = problem.regressions.objective(of: solutions, features: problem.features, .one)
            #expect(objective <= last + 1e-5 * abs(objective))
            last = objective
        }
    }

    @Test("have the non-negative solutions of the active-set method", arguments: shapes + [longShape])
    func nonNegative(shape: Shape) throws {
        let problem = Problem(shape)
        var solutions = Matrix<Float>(rows: shape.rows, columns: shape.rank)
        let succeeded = problem.regressions.solve(&solutions, features: problem.features, by: .nonNegative, .one)
        #expect(succeeded)
        for row in problem.regressions.rows {
            let equations = problem.equations(row)
            let expected = try #require(equations.matrix.solvedNonNegative(equations.right))
            let scale = expected.reduce(1e-2) { max($0, abs($1)) }
            for index in 0..<shape.rank {
                #expect(abs(Double(solutions[row, index]) - expected[index]) <= 5e-3 * scale)
            }
        }
    }

    @Test("are the same for any number of workers", arguments: shapes + [longShape])
    func workers(shape: Shape) {
        let problem = Problem(shape)
        for solver in [RidgeSolver.cholesky, .conjugateGradient(steps: 3), .automatic(tolerance: 1e-3), .nonNegative] {
            let solutions = [1, 3].map { count in
                var solutions = Matrix<Float>(rows: shape.rows, columns: shape.rank)
                _ = problem.regressions.solve(
                    &solutions, features: problem.features, by: solver, Workers(count))
                return solutions
            }
            #expect(solutions[0] == solutions[1])
        }
    }

    @Test("are the same whether targets are told or made from the weights", arguments: shapes)
    func impliedTargets(shape: Shape) {
        let problem = Problem(shape), told = problem.regressions
        func solution(_ targets: RidgeTargets) -> Matrix<Float> {
            var solutions = Matrix<Float>(rows: shape.rows, columns: shape.rank)
            let regressions = RidgeRegressions(
                weights: told.weights, targets: targets, rows: told.rows, regressors: told.regressors,
                sharedWeight: told.sharedWeight, ridges: told.ridges)
            _ = regressions.solve(&solutions, features: problem.features, by: .cholesky, .one)
            return solutions
        }
        #expect(solution(.weights(plus: 0.5)) == solution(.values(told.weights.values.map { $0 + 0.5 })))
    }

    @Test("do not exist where nothing determines them")
    func singular() {
        let weights = SparseMatrix(rows: 1, columns: 1, summing: [.init(row: 0, column: 0, value: 1)])
        for sharedWeight in [0.0, 1] {
            let regressions = RidgeRegressions(
                weights: weights, targets: .values([1]), rows: 0..<1, regressors: 0..<1, sharedWeight: sharedWeight,
                ridges: [0])
            var solutions = Matrix<Float>(rows: 1, columns: 3)
            let features = Matrix<Float>(rows: 1, columns: 3, elements: [1, 2, 3])
            let succeeded = regressions.solve(&solutions, features: features, by: .cholesky, .one)
            #expect(!succeeded)
        }
    }
}

extension RidgeRegressions {
    /// Solves every row with memory of its own.
    fileprivate func solve(
        _ solutions: inout Matrix<Float>, features: Matrix<Float>, by solver: RidgeSolver, _ workers: Workers
    ) -> Bool {
        var scratch = RidgeScratch()
        return solve(&solutions, features: features, by: solver, scratch: &scratch, workers)
    }
}
