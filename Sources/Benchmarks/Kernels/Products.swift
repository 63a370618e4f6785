import Benchmark
import LinearAlgebra
import Statistics

/// Gram matrices, products of pairs, and the search for the extreme ones.
func products() {
    let matrix = AccessMatrix()
    for rank in [16, 32, 64, 128] {
        let users = matrix.factors(matrix.users, rank: rank), resources = matrix.factors(matrix.resources, rank: rank)
        Benchmark("Gram matrix, \(matrix.users) rows, rank \(rank)") { benchmark in
            for _ in benchmark.scaledIterations { blackHole(users.gram(ofRows: 0..<users.rows)) }
        }
        let random = RandomStream(seed: Seed(3))
        let rows = (0..<200_000).map { _ in Int32(random.index(below: users.rows)) }
        let others = rows.map { _ in Int32(random.index(below: resources.rows)) }
        Benchmark("pair products, \(rows.count) pairs, rank \(rank)") { benchmark in
            for _ in benchmark.scaledIterations {
                blackHole(users.products(ofRows: rows, with: resources, rows: others))
            }
        }
        Benchmark("20 greatest products of 1000 users among \(resources.rows) resources, rank \(rank)") { benchmark in
            let search = InnerProductSearch(among: 0..<resources.rows, of: resources)
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations {
                blackHole(
                    search.extremes(
                        .greatest, count: 20, forRows: 0..<1000, of: users, leavingOut: matrix.counts))
            }
            benchmark.stopMeasurement()
        }
    }
}
