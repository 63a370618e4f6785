package import Concurrency
package import Foundation
package import Statistics
import Synchronization

/// How audits are to be made.
package struct AuditWork: Sendable {
    package enum Extent: Sendable {
        /// A few seconds, for tests: the same questions with few repetitions.
        case short
        /// Some minutes.
        case long
    }

    package let extent: Extent
    package let seed: Seed
    package let workers: Workers
    /// A folder for files, which exists.
    package let folder: URL
    package let isCancelled: @Sendable () -> Bool
    /// Told which fraction is done.
    package let report: @Sendable (Double) -> Void

    package init(
        _ extent: Extent, seed: Seed = Seed(1), workers: Workers, folder: URL,
        isCancelled: @escaping @Sendable () -> Bool = { false }, report: @escaping @Sendable (Double) -> Void = { _ in }
    ) {
        self.extent = extent
        self.seed = seed
        self.workers = workers
        self.folder = folder
        self.isCancelled = isCancelled
        self.report = report
    }

    /// The same work as a part of a larger one.
    func part(from start: Double, size: Double) -> AuditWork {
        AuditWork(extent, seed: seed, workers: workers, folder: folder, isCancelled: isCancelled) { [report] in
            report(start + $0 * size)
        }
    }

    /// - Throws: `CancellationError`.
    func checkCancellation() throws(CancellationError) {
        if isCancelled() { throw CancellationError() }
    }

    /// Computes numbered results on all workers, and reports how many there are.
    ///
    /// - Throws: what the computation throws; `CancellationError`.
    func repeated<Result: Sendable>(
        _ count: Int, _ compute: @Sendable (Int) throws -> Result
    ) throws -> [Result] {
        let done = Atomic<Int>(0)
        return try workers.map(count, unless: isCancelled) { number in
            let result = try compute(number)
            report(Double(done.add(1, ordering: .relaxed).newValue) / Double(count))
            return result
        }
    }
}
