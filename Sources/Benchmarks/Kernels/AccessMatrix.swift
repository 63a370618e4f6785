import LinearAlgebra
import Statistics

/// A matrix with the row lengths of access data: log-normal activity, of which most is less than usual ranks, and few
/// resources that many use.
struct AccessMatrix {
    let users = 10_000
    let resources = 4_000
    let counts: SparseMatrix

    init() {
        let random = RandomStream(seed: Seed(1))
        var entries: [SparseMatrix.Entry] = []
        for user in 0..<users {
            let length = min(resources / 2, 1 + Int(random.logNormal(zeta: 3.2, sigma: 0.9)))
            for _ in 0..<length {
                let fraction = random.uniform()
                entries.append(
                    SparseMatrix.Entry(
                        row: Int32(user), column: Int32(Double(resources) * fraction * fraction * fraction), value: 1))
            }
        }
        counts = SparseMatrix(rows: users, columns: resources, summing: entries)
    }

    /// Small random factors.
    func factors(_ rows: Int, rank: Int) -> Matrix<Float> {
        let random = RandomStream(seed: Seed(2))
        return Matrix(rows: rows, columns: rank, elements: (0..<rows * rank).map { _ in Float(random.gaussian()) })
    }
}
