import ArgumentParser
import Concurrency
import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Statistics

/// What als-implicit minimises, after sweeps that share nothing with it but their start.
struct DoubleWorkload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "double", abstract: "Factorise a matrix in double precision, row by row.")

    @OptionGroup var matrix: MatrixArguments

    @Option(help: "Factors.")
    var rank = 64

    @Option(help: "Sweeps.")
    var sweeps = 5

    @Option(help: "λ.")
    var regularization = 5.0

    @Option(help: "α of the confidence 1 + α log(1 + count).")
    var alpha = 10.0

    private struct Result: Encodable {
        var losses: [Double] = []
    }

    func run() throws {
        let data = try matrix.file.matrix()
        let detector = try ALSImplicit(
            ALSImplicit.parameters.checked(["rank": .integer(rank), "values": .string("logarithm")]))
        let workers = Workers(matrix.jobs)
        let start = try detector.initialFactors(for: data, FitContext(seed: Seed(1), workers: workers))
        let byUser = data.counts, byResource = data.counts.transposed()
        var resources = Matrix<Double>(
            rows: start.rows, columns: rank, elements: start.elements.map { Double($0) })
        var result = Result()
        for _ in 0..<sweeps {
            let users = solutions(of: byUser, resources, workers)
            resources = solutions(of: byResource, users, workers)
            result.losses.append(loss(byUser, users, resources, workers))
        }
        try JSONLine.print(result)
    }

    /// α log(1 + count): what the confidence of a pair has above one.
    private func weight(_ count: Float) -> Double { alpha * log1p(Double(count)) }

    /// For each row u the solution of (YᵀY + Σ d yyᵀ + λI) x = Σ (1 + d) y (Hu, Koren and Volinsky, "Collaborative
    /// filtering for implicit feedback datasets", ICDM 2008, equation 4).
    private func solutions(of counts: SparseMatrix, _ features: Matrix<Double>, _ workers: Workers) -> Matrix<Double> {
        let shared = gram(of: features), rank = rank
        var solutions = Matrix<Double>(rows: counts.rows, columns: rank)
        solutions.elements.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = target
            workers.forEachChunk(of: counts.rows, size: 64) { chunk in
                for row in chunk {
                    var system = shared, right = [Double](repeating: 0, count: rank)
                    for unknown in 0..<rank { system[unknown, unknown] += regularization }
                    for entry in counts.range(ofRow: row) {
                        let weight = weight(counts.values[entry])
                        let first = Int(counts.columnIndices[entry]) * rank
                        add(features.elements[first..<first + rank], weight, to: &system.elements)
                        for unknown in 0..<rank { right[unknown] += (1 + weight) * features.elements[first + unknown] }
                    }
                    let solution = system.solvedPositiveDefinite(right) ?? Array(repeating: .nan, count: rank)
                    for unknown in 0..<rank { target[row * rank + unknown] = solution[unknown] }
                }
            }
        }
        return solutions
    }

    private func loss(
        _ counts: SparseMatrix, _ users: Matrix<Double>, _ resources: Matrix<Double>, _ workers: Workers
    ) -> Double {
        var sums = [Double](repeating: 0, count: counts.rows)
        sums.withUnsafeMutableBufferPointer { sums in
            nonisolated(unsafe) let sums = sums
            workers.forEachChunk(of: counts.rows, size: 64) { chunk in
                for row in chunk {
                    for entry in counts.range(ofRow: row) {
                        let resource = Int(counts.columnIndices[entry]), weight = weight(counts.values[entry])
                        var product = 0.0
                        for factor in 0..<rank { product += users[row, factor] * resources[resource, factor] }
                        // What the pair has beside the square that all pairs have.
                        sums[row] += (1 + weight) * (product - 1) * (product - 1) - product * product
                    }
                }
            }
        }
        let first = gram(of: users), second = gram(of: resources)
        var everyPair = 0.0
        for row in 0..<rank {
            for column in 0...row {
                everyPair += (column < row ? 2 : 1) * first[row, column] * second[row, column]
            }
        }
        let norms = (users.elements + resources.elements).reduce(0) { $0 + $1 * $1 }
        return sums.reduce(0, +) + everyPair + regularization * norms
    }

    /// The lower triangle.
    private func gram(of matrix: Matrix<Double>) -> Matrix<Double> {
        var gram = Matrix<Double>(rows: rank, columns: rank)
        for row in 0..<matrix.rows { add(matrix.elements[row * rank..<(row + 1) * rank], 1, to: &gram.elements) }
        return gram
    }

    /// sum += weight · yyᵀ, in the lower triangle.
    private func add(_ row: ArraySlice<Double>, _ weight: Double, to sum: inout [Double]) {
        row.withUnsafeBufferPointer { row in
            sum.withUnsafeMutableBufferPointer { sum in
                for first in row.indices {
                    let factor = weight * row[first], offset = first * row.count
                    for second in 0...first { sum[offset + second] += factor * row[second] }
                }
            }
        }
    }
}
