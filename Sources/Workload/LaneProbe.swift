import ArgumentParser
import Interactions
import LinearAlgebra
import Statistics

struct LaneProbe: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "laneprobe")
    @OptionGroup var matrix: MatrixArguments
    @Option var rank = 10
    @Option var sweeps = 5
    @Option var fold = 1_000_000

    func run() throws {
        let data = try matrix.file.matrix()
        let counts = data.counts
        let values = SparseMatrix(
            rows: counts.rows, columns: counts.columns, rowOffsets: counts.rowOffsets,
            columnIndices: counts.columnIndices.map { $0 % Int32(fold) }, values: counts.values.map { log1pf($0) })
        let original = counts.transposed()
        let values2 = values
        let transposed = SparseMatrix(rows: original.rows, columns: original.columns, rowOffsets: original.rowOffsets, columnIndices: original.columnIndices.map { $0 % Int32(fold) }, values: original.values)
        let settings = (0..<16).map {
            LaneRegressions.Setting(slope: [2, 5, 10, 20][$0 / 4], sharedWeight: 1, ridge: [1, 5, 20, 80][$0 % 4])
        }
        let workers = Workers(matrix.jobs)
        let users = LaneRegressions(values: values, rows: 0..<values.rows, regressors: 0..<values.columns,
            ridgeScales: Array(repeating: 1, count: values.rows), settings: settings)
        let resources = LaneRegressions(values: transposed, rows: 0..<values.columns, regressors: 0..<values.rows,
            ridgeScales: Array(repeating: 1, count: values.columns), settings: settings)
        let random = RandomStream(seed: Seed(1))
        let start = Matrix<Float>(rows: values.columns, columns: rank, elements: (0..<values.columns * rank).map { _ in Float(random.gaussian(standardDeviation: 0.1 / Double(rank).squareRoot())) })
        var y = LaneTable(repeating: start, workers)
        var x = LaneTable(repeating: Matrix(rows: values.rows, columns: rank), workers)
        let clock = ContinuousClock()
        for _ in 0..<sweeps {
            let a = clock.now
            let first = users.solve(&x, features: y, workers)
            let b = clock.now
            let second = resources.solve(&y, features: x, workers)
            let c = clock.now
            print("sweep", (c - a).seconds, "users", (b - a).seconds, "per configuration", (c - a).seconds / 16, first[9].weightedNorm + second[9].minimum, first.allSatisfy(\.isSolved))
        }
    }
}
import Foundation
