import ArgumentParser
import Concurrency
import LinearAlgebra
import Statistics

/// What the machine can do: arithmetic in single precision, and memory bandwidth in order and at random.
struct ProbeWorkload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe", abstract: "Measure the machine's limits.")

    @Argument(help: "Numbers in a row of the tables of which rows are gathered.")
    var columns: Int

    @Argument(help: "The rows of each table.")
    var rows: [Int]

    @Option(help: "Threads.")
    var jobs = 2

    private struct Result: Encodable {
        /// Additions and multiplications a second, in thousand millions: one thread, all.
        var gflopsOfOne = 0.0
        var gflops = 0.0
        /// Bytes a second, in thousand millions: in order, and at random from each table.
        var stream = 0.0
        var gather: [Double] = []
    }

    /// The most of some runs: what lies below was disturbed.
    private static let runs = 5

    func run() throws {
        guard columns > 0, columns <= 4096, rows.allSatisfy({ $0 > 0 && $0 <= 1 << 24 }) else {
            throw ValidationError("columns and rows must be above zero")
        }
        let one = MachineProbe(.one), all = MachineProbe(Workers(jobs))
        let rounds = 20_000_000, flops = Double(2 * MachineProbe.roundSize * rounds)
        var result = Result()
        result.gflopsOfOne = try rate(of: flops) { one.multiplyAdd(rounds: rounds) }
        result.gflops = try rate(of: flops * Double(jobs)) { all.multiplyAdd(rounds: rounds) }
        let long = MachineProbe.Table(rows: 1 << 18, columns: 256)
        result.stream = try rate(of: Double(long.bytes)) { all.read(long) }
        let random = RandomStream(seed: Seed(1))
        for count in rows {
            let table = MachineProbe.Table(rows: count, columns: columns)
            let indices = (0..<(1 << 29) / table.rowBytes).map { _ in Int32(random.index(below: count)) }
            result.gather.append(
                try rate(of: Double(indices.count * table.rowBytes)) { all.gather(indices, from: table) })
        }
        try JSONLine.print(result)
    }

    /// Thousand millions of units a second, at best.
    private func rate(of amount: Double, _ body: () -> Float) throws -> Double {
        let clock = ContinuousClock()
        var best = 0.0
        for _ in 0..<Self.runs {
            let start = clock.now
            guard body() > 0 else { throw ValidationError("the sum is wrong") }
            best = max(best, amount / (clock.now - start).seconds * 1e-9)
        }
        return best
    }
}
