import Concurrency
import LinearAlgebra
import Testing

@Suite("Ridge regressions in lanes")
struct LaneRegressionsTests {
    /// Rows of very different lengths, some of them empty, of a part of a matrix, with settings of all kinds.
    private struct Problem {
        let lanes: LaneRegressions
        let features: Matrix<Float>

        init(rank: Int) {
            var numbers = Numbers(seed: UInt64(rank))
            let entries = (0..<600).map { _ in
                let position = Float.random(in: 0...1, using: &numbers)
                return SparseMatrix.Entry(
                    row: Int32(3 + position * position * position * 11),
                    column: Int32.random(in: 2..<85, using: &numbers),
                    value: Float.random(in: 0...2, using: &numbers))
            }
            features = numbers.matrix(rows: 90, columns: rank)
            let settings = (0..<LaneTable.lanes).map { index in
                LaneRegressions.Setting(
                    slope: Float.random(in: 0...9, using: &numbers), sharedWeight: [1, 0.3, 0][index % 3],
                    ridge: Float.random(in: 0.5...20, using: &numbers))
            }
            lanes = LaneRegressions(
                values: SparseMatrix(rows: 18, columns: 90, summing: entries), rows: 2..<17, regressors: 2..<87,
                ridgeScales: (2..<17).map { _ in Float.random(in: 0.5...2, using: &numbers) }, settings: settings)
        }

        /// The same regressions with one setting.
        func alone(_ setting: LaneRegressions.Setting) -> RidgeRegressions {
            let values = lanes.values
            return RidgeRegressions(
                weights: SparseMatrix(
                    rows: values.rows, columns: values.columns, rowOffsets: values.rowOffsets,
                    columnIndices: values.columnIndices,
                    values: values.values.map { setting.slope * $0 + 1 - setting.sharedWeight }),
                targets: .weights(plus: setting.sharedWeight), rows: lanes.rows, regressors: lanes.regressors,
                sharedWeight: Double(setting.sharedWeight), ridges: lanes.ridgeScales.map { $0 * setting.ridge })
        }

        /// The solution of a row by plain loops.
        func expected(_ row: Int, _ setting: LaneRegressions.Setting) throws -> [Double] {
            let rank = features.columns, alone = alone(setting)
            var matrix = Matrix<Double>(rows: rank, columns: rank), right = [Double](repeating: 0, count: rank)
            func add(_ regressor: Int, weight: Double, target: Double) {
                for first in 0..<rank {
                    right[first] += target * Double(features[regressor, first])
                    for second in 0..<rank {
                        matrix[first, second] +=
                            weight * Double(features[regressor, first]) * Double(features[regressor, second])
                    }
                }
            }
            for regressor in alone.regressors { add(regressor, weight: alone.sharedWeight, target: 0) }
            for entry in alone.weights.range(ofRow: row) {
                let weight = Double(alone.weights.values[entry])
                add(
                    Int(alone.weights.columnIndices[entry]), weight: weight,
                    target: weight + Double(setting.sharedWeight))
            }
            for index in 0..<rank { matrix[index, index] += Double(alone.ridges[row - alone.rows.lowerBound]) }
            return try #require(matrix.solvedPositiveDefinite(right))
        }

        func solve(_ workers: Workers = .one) -> (solutions: [Matrix<Float>], outcomes: [LaneRegressions.Outcome]) {
            let table = LaneTable(repeating: features)
            var solutions = LaneTable(repeating: Matrix(rows: 18, columns: features.columns, repeating: 7))
            let outcomes = lanes.solve(&solutions, features: table, workers)
            return (lanes.settings.indices.map { solutions.matrix(inLane: $0) }, outcomes)
        }
    }

    static let ranks = Array(1...17) + [22]

    @Test("have the solutions of each lane's normal equations", arguments: ranks)
    func exact(rank: Int) throws {
        let problem = Problem(rank: rank)
        let (solutions, outcomes) = problem.solve(Workers(2))
        #expect(outcomes.count == 16 && outcomes.allSatisfy { $0.isSolved })
        for (setting, solution) in zip(problem.lanes.settings, solutions) {
            for row in 0..<18 {
                let found = (0..<rank).map { Double(solution[row, $0]) }
                guard problem.lanes.rows.contains(row) else {
                    #expect(found.allSatisfy { $0 == 7 })
                    continue
                }
                let expected = try problem.expected(row, setting)
                let scale = expected.reduce(1e-2) { max($0, abs($1)) }
                #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-3 * scale })
            }
        }
    }

    @Test("tell what they minimise", arguments: [1, 4, 10, 16])
    func outcome(rank: Int) {
        let problem = Problem(rank: rank)
        let (solutions, outcomes) = problem.solve()
        for (index, setting) in problem.lanes.settings.enumerated() {
            let alone = problem.alone(setting)
            let minimum = alone.objective(of: solutions[index], features: problem.features, .one)
            #expect(abs(outcomes[index].minimum - minimum) <= 1e-5 * abs(minimum))
            let norm = alone.weightedNorm(of: solutions[index])
            #expect(abs(outcomes[index].weightedNorm - norm) <= 1e-5 * norm)
        }
    }

    @Test("are the same for any number of workers", arguments: [3, 10, 16])
    func workers(rank: Int) {
        let problem = Problem(rank: rank)
        let one = problem.solve(.one), three = problem.solve(Workers(3))
        #expect(one.solutions == three.solutions)
        #expect(one.outcomes == three.outcomes)
    }

    @Test("do not depend on what the other lanes do", arguments: [1, 2, 7])
    func fewer(settings count: Int) {
        let many = Problem(rank: 6)
        let settings = Array(many.lanes.settings[..<count])
        let lanes = LaneRegressions(
            values: many.lanes.values, rows: many.lanes.rows, regressors: many.lanes.regressors,
            ridgeScales: many.lanes.ridgeScales, settings: settings)
        var solutions = LaneTable(repeating: Matrix(rows: 18, columns: 6, repeating: 7))
        let outcomes = lanes.solve(&solutions, features: LaneTable(repeating: many.features), .one)
        let all = many.solve()
        #expect(outcomes == Array(all.outcomes[..<count]))
        let found = (0..<count).map { solutions.matrix(inLane: $0) }
        #expect(found == Array(all.solutions[..<count]))
    }

    @Test("fail in the lanes that overflow or that nothing determines, and in no other")
    func failures() {
        let values = SparseMatrix(
            rows: 2, columns: 2,
            summing: [
                .init(row: 0, column: 0, value: 1), .init(row: 1, column: 0, value: 2),
                .init(row: 1, column: 1, value: 1),
            ])
        let lanes = LaneRegressions(
            values: values, rows: 0..<2, regressors: 0..<2, ridgeScales: [1, 1],
            settings: [
                .init(slope: 1, sharedWeight: 1, ridge: 1), .init(slope: 3e38, sharedWeight: 1, ridge: 1),
                .init(slope: 1, sharedWeight: 0, ridge: 0), .init(slope: 2, sharedWeight: 0.5, ridge: 0.1),
            ])
        let features = Matrix<Float>(rows: 2, columns: 3, elements: [1, 2, 3, 2, -1, 0.5])
        var solutions = LaneTable(repeating: Matrix(rows: 2, columns: 3))
        let outcomes = lanes.solve(&solutions, features: LaneTable(repeating: features), .one)
        #expect(outcomes.map(\.isSolved) == [true, false, false, true])
        let last = solutions.matrix(inLane: 3)
        #expect(last.elements.allSatisfy { $0.isFinite })
    }
}
