import Benchmark
import Concurrency
import LinearAlgebra

/// Half-sweeps of alternating least squares by each solver.
func factorization() {
    let matrix = AccessMatrix()
    let solvers: [(String, RidgeSolver)] = [
        ("conjugate gradients", .conjugateGradient(steps: 3)), ("Cholesky", .cholesky),
        ("block coordinate descent", .blockCoordinateDescent(block: 64)), ("non-negative", .nonNegative),
    ]
    for (name, solver) in solvers {
        for rank in [16, 32, 64, 128] {
            Benchmark("half-sweep, \(name), rank \(rank)") { benchmark in
                let regressions = RidgeRegressions(
                    weights: matrix.counts, targets: .weights(plus: 1), rows: 0..<matrix.users,
                    regressors: 0..<matrix.resources, sharedWeight: 1,
                    ridges: Array(repeating: 5, count: matrix.users))
                let features = matrix.factors(matrix.resources, rank: rank)
                let start = matrix.factors(matrix.users, rank: rank)
                var solutions = start, scratch = RidgeScratch()
                benchmark.startMeasurement()
                for _ in benchmark.scaledIterations {
                    blackHole(
                        regressions.solve(
                            &solutions, features: features, by: solver, scratch: &scratch, .one))
                }
                benchmark.stopMeasurement()
                blackHole(solutions)
            }
        }
    }
}
