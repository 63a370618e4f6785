package import Concurrency
import CProcessor
import Synchronization

/// Loops of arithmetic or of memory access alone: their speed is the limit that the machine sets to all other loops.
///
/// Every loop returns a number that depends on all its work, so that the compiler leaves nothing out.
package struct MachineProbe: Sendable {
    private typealias Vector = PanelKernels.Vector

    private let workers: Workers

    package init(_ workers: Workers) {
        self.workers = workers
    }

    /// The multiply–adds of one round on each worker: 16 vectors of 16.
    package static let roundSize = 256

    /// Multiplies and adds in registers, in 16 independent chains.
    package func multiplyAdd(rounds: Int) -> Float {
        workers.sum(of: workers.count, size: 1) { _ in
            // Equal chains would be computed once.
            var even = Self.eight(from: 1), odd = Self.eight(from: 9)
            let first = Vector(repeating: 0.5), second = Vector(repeating: 0.25)
            for _ in 0..<rounds {
                Self.accumulate(&even, first, second)
                Self.accumulate(&odd, second, first)
            }
            return Self.total(even) + Self.total(odd)
        }
    }

    /// Rows of numbers in memory, all of them 1.
    package struct Table: Sendable {
        let table: FloatTable

        package init(rows: Int, columns: Int) {
            table = FloatTable(rows: rows, columns: columns)
            table.elements.initialize(repeating: 1, count: rows * table.stride)
        }

        package var bytes: Int { table.rows * rowBytes }
        package var rowBytes: Int { table.stride * MemoryLayout<Float>.stride }
    }

    /// Adds up all rows one after the other.
    package func read(_ table: Table) -> Float {
        let table = table.table
        return workers.sum(of: table.rows, size: max(1, (1 << 18) / table.stride)) { rows in
            var sums = Self.zero
            Self.add(table.elements + rows.lowerBound * table.stride, count: rows.count * table.stride, to: &sums)
            return Self.total(sums)
        }
    }

    /// Adds up rows anywhere in the table, each prefetched.
    package func gather(_ rows: [Int32], from table: Table) -> Float {
        let table = table.table, lead = 16
        for row in rows { precondition(0..<table.rows ~= Int(row)) }
        return rows.withUnsafeBufferPointer { rows in
            nonisolated(unsafe) let rows = rows
            return workers.sum(of: rows.count, size: 4096) { chunk in
                var sums = Self.zero
                for index in chunk {
                    if index + lead < rows.count {
                        let coming = table.elements + Int(rows[index + lead]) * table.stride
                        for line in stride(from: 0, to: table.stride, by: FloatTable.lanes) {
                            prefetch_line(coming + line)
                        }
                    }
                    Self.add(table.elements + Int(rows[index]) * table.stride, count: table.stride, to: &sums)
                }
                return Self.total(sums)
            }
        }
    }

    private typealias Four = (Vector, Vector, Vector, Vector)

    private static let zero: Four = (.zero, .zero, .zero, .zero)

    /// Adds numbers, a multiple of 16, in four chains.
    @inline(__always)
    private static func add(_ numbers: UnsafePointer<Float>, count: Int, to sums: inout Four) {
        let vectors = PanelKernels.vectors(numbers)
        var index = 0
        while index + 4 <= count / 16 {
            sums.0 += vectors[index]
            sums.1 += vectors[index + 1]
            sums.2 += vectors[index + 2]
            sums.3 += vectors[index + 3]
            index += 4
        }
        while index < count / 16 {
            sums.0 += vectors[index]
            index += 1
        }
    }

    private static func total(_ sums: Four) -> Float {
        PanelKernels.sum((sums.0 + sums.1) + (sums.2 + sums.3))
    }

    private typealias Eight = (Vector, Vector, Vector, Vector, Vector, Vector, Vector, Vector)

    private static func eight(from first: Float) -> Eight {
        func vector(_ number: Float) -> Vector { Vector(repeating: first + number) }
        return (vector(0), vector(1), vector(2), vector(3), vector(4), vector(5), vector(6), vector(7))
    }

    @inline(__always)
    private static func accumulate(_ sums: inout Eight, _ first: Vector, _ second: Vector) {
        PanelKernels.accumulate(&sums.0, first, second)
        PanelKernels.accumulate(&sums.1, first, second)
        PanelKernels.accumulate(&sums.2, first, second)
        PanelKernels.accumulate(&sums.3, first, second)
        PanelKernels.accumulate(&sums.4, first, second)
        PanelKernels.accumulate(&sums.5, first, second)
        PanelKernels.accumulate(&sums.6, first, second)
        PanelKernels.accumulate(&sums.7, first, second)
    }

    private static func total(_ sums: Eight) -> Float {
        total((sums.0 + sums.4, sums.1 + sums.5, sums.2 + sums.6, sums.3 + sums.7))
    }
}

extension Workers {
    /// The sum of what the chunks give.
    fileprivate func sum(of total: Int, size: Int, _ body: @Sendable (Range<Int>) -> Float) -> Float {
        let sum = Mutex<Float>(0)
        forEachChunk(of: total, size: size) { chunk in
            let part = body(chunk)
            sum.withLock { $0 += part }
        }
        return sum.withLock { $0 }
    }
}
