import Dispatch

/// Computes numbered replicates on several threads.
enum Replicates {
    /// The results by number; the number of workers changes nothing.
    ///
    /// - Parameter isCancelled: asked before each replicate.
    /// - Throws: `CancellationError` once it is true.
    static func computed<Result: Sendable>(
        _ count: Int, workers: Int, isCancelled: @Sendable () -> Bool, _ compute: @Sendable (Int) -> Result
    ) throws(CancellationError) -> [Result] {
        var results = [Result?](repeating: nil, count: max(0, count))
        results.withUnsafeMutableBufferPointer { buffer in
            // Each replicate writes its own element.
            nonisolated(unsafe) let results = buffer
            let workers = max(1, min(workers, results.count))
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                for replicate in stride(from: worker, to: results.count, by: workers) {
                    if isCancelled() { return }
                    results[replicate] = compute(replicate)
                }
            }
        }
        if isCancelled() { throw CancellationError() }
        return results.compactMap { $0 }
    }
}
