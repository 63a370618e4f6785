import LinearAlgebra
import Testing

@Suite("A non-negative least-squares problem")
struct NonnegativeSystemTests {
    @Test("is solved to the conditions of Karush, Kuhn and Tucker", arguments: 1...40)
    func solver(seed: Int) {
        var numbers = Numbers(seed: UInt64(seed))
        let order = seed, system = NonnegativeSystem(order: order), ridge = 0.1
        for _ in 0..<2 {
            let features = numbers.matrix(rows: order + 9, columns: order)
            let rows = (0..<order + 5).map { _ in Int32.random(in: 0..<Int32(order + 9), using: &numbers) }
            let weights = rows.map { _ in Double.random(in: 1...2, using: &numbers) }
            let targets = rows.map { _ in Double.random(in: -1...1, using: &numbers) }
            let base: Matrix<Double>? = seed.isMultiple(of: 3) ? nil : features.gram(ofRows: 0..<features.rows)
            system.solve(
                base: base, ridge: ridge, table: DoubleTable(features), rows: rows[...], weights: weights[...],
                targets: targets[...])
            let solution = (0..<order).map { system.solution[$0] }
            func product(_ row: Int) -> Double {
                (0..<order).reduce(0) { $0 + Double(features[row, $1]) * solution[$1] }
            }
            for place in 0..<order {
                // The derivative of ½ xᵀAx − bᵀx, term by term.
                var gradient = ridge * solution[place]
                for other in 0..<order { gradient += (base?[place, other] ?? 0) * solution[other] }
                for (entry, row) in rows.enumerated() {
                    let error = weights[entry] * product(Int(row)) - targets[entry]
                    gradient += Double(features[Int(row), place]) * error
                }
                #expect(solution[place] >= 0)
                #expect(solution[place] > 0 ? abs(gradient) <= 1e-4 : gradient >= -1e-4)
            }
        }
    }
}
