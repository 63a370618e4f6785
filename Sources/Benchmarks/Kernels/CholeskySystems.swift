import Benchmark
import LinearAlgebra

/// One dense system: its matrix from a panel of as many rows as it has equations, its factorisation, its solution.
func choleskySystems() {
    for order in [16, 32, 64, 128] {
        Benchmark("Gram matrix, factorisation and solution, order \(order)", configuration: .init(scalingFactor: .kilo))
        {
            benchmark in
            let numbers = order * order
            let memory = UnsafeMutableRawPointer.allocate(
                byteCount: (2 * numbers + 3 * order) * MemoryLayout<Float>.stride, alignment: 64)
            defer { memory.deallocate() }
            let panel = memory.bindMemory(to: Float.self, capacity: 2 * numbers + 3 * order)
            // Rows of the identity and a little more.
            for index in 0..<numbers { panel[index] = index % (order + 1) == 0 ? 1 : 0.01 }
            let system = panel + numbers
            let right = system + numbers, solution = right + order, workspace = solution + order
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations {
                right.initialize(repeating: 1, count: order)
                GramKernels.upperTriangle(of: panel, rows: order, order: order, stride: order, into: system)
                blackHole(
                    CholeskyKernels.solve(
                        system, order: order, stride: order, right: right, solution: solution, workspace: workspace))
            }
            benchmark.stopMeasurement()
            blackHole(solution[0])
        }
    }
}
