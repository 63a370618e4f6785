import LinearAlgebra
import Testing

@Suite("Non-negative least-squares problems side by side")
struct NonnegativeSystemsTests {
    private struct Problem {
        let table: Matrix<Float>
        let rows: [Int32]
        let weights: [Double]
        let targets: [Double]
        let base: Matrix<Double>?
        let ridge = 0.1

        init(order: Int, _ numbers: inout Numbers) {
            let table = numbers.matrix(rows: order + 9, columns: order)
            let count = Int.random(in: 0...order + 5, using: &numbers)
            self.table = table
            rows = (0..<count).map { _ in Int32.random(in: 0..<Int32(order + 9), using: &numbers) }
            weights = rows.map { _ in Double.random(in: 1...2, using: &numbers) }
            targets = rows.map { _ in Double.random(in: -1...1, using: &numbers) }
            base = Bool.random(using: &numbers) ? nil : table.gram(ofRows: 0..<table.rows)
        }

        func append(to systems: inout NonnegativeSystems) {
            systems.append(
                base: base, ridge: ridge, table: DoubleTable(table), rows: rows[...], weights: weights[...],
                targets: targets[...])
        }

        /// The derivative of ½ xᵀAx − bᵀx, term by term.
        func gradient(at solution: [Double], _ index: Int) -> Double {
            var gradient = ridge * solution[index]
            for other in solution.indices { gradient += (base?[index, other] ?? 0) * solution[other] }
            for (entry, row) in rows.enumerated() {
                let product = solution.indices.reduce(0) { $0 + Double(table[Int(row), $1]) * solution[$1] }
                gradient += Double(table[Int(row), index]) * (weights[entry] * product - targets[entry])
            }
            return gradient
        }
    }

    private func solutions(of systems: borrowing NonnegativeSystems) -> [[Double]] {
        var solutions: [[Double]] = []
        for lane in 0..<systems.count {
            var numbers = [Float](repeating: 0, count: systems.order)
            numbers.withUnsafeMutableBufferPointer { numbers in
                if let target = numbers.baseAddress { systems.copySolution(ofLane: lane, to: target) }
            }
            solutions.append(numbers.map { Double($0) })
        }
        return solutions
    }

    @Test("are solved to the conditions of Karush, Kuhn and Tucker", arguments: 1...40)
    func solver(order: Int) {
        var numbers = Numbers(seed: UInt64(order))
        var systems = NonnegativeSystems(order: order)
        for count in [16, 1, 5] {
            let problems = (0..<count).map { _ in Problem(order: order, &numbers) }
            systems.removeAll()
            for problem in problems { problem.append(to: &systems) }
            systems.solve()
            for (problem, solution) in zip(problems, solutions(of: systems)) {
                for index in 0..<order {
                    let gradient = problem.gradient(at: solution, index)
                    #expect(solution[index] >= 0)
                    #expect(solution[index] > 0 ? abs(gradient) <= 1e-4 : gradient >= -1e-4)
                }
            }
        }
    }

    @Test("have solutions that do not depend on each other, to the bit", arguments: [1, 7, 10, 33])
    func independent(order: Int) {
        var numbers = Numbers(seed: UInt64(order))
        let problems = (0..<8).map { _ in Problem(order: order, &numbers) }
        var together = NonnegativeSystems(order: order), alone = NonnegativeSystems(order: order)
        for problem in problems { problem.append(to: &together) }
        together.solve()
        for (problem, solution) in zip(problems, solutions(of: together)) {
            alone.removeAll()
            problem.append(to: &alone)
            alone.solve()
            #expect(solutions(of: alone) == [solution])
        }
    }
}
