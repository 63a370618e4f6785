import Dispatch

/// Computes numbered replicates on several threads.
enum Replicates {
    /// The results by number; the number of workers changes nothing.
    static func computed<Result: Sendable>(
        _ count: Int, workers: Int, _ compute: @Sendable (Int) -> Result
    ) -> [Result] {
        var results = [Result?](repeating: nil, count: max(0, count))
        results.withUnsafeMutableBufferPointer { buffer in
            // Each replicate writes its own element.
            nonisolated(unsafe) let results = buffer
            let workers = max(1, min(workers, results.count))
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                for replicate in stride(from: worker, to: results.count, by: workers) {
                    results[replicate] = compute(replicate)
                }
            }
        }
        return results.compactMap { $0 }
    }
}
