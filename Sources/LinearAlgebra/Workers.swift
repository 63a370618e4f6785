import Dispatch
import Synchronization

/// A number of threads among which independent pieces of work are shared.
public struct Workers: Hashable, Sendable {
    public let count: Int

    /// - Parameter count: the number of threads, at least one.
    public init(_ count: Int) {
        self.count = max(1, count)
    }

    /// One thread: the caller's.
    public static let one = Workers(1)

    /// Calls `body` for each chunk of `0..<total`, on all workers. Which worker takes which chunk is left open, so
    /// the work on a chunk must not depend on any other.
    public func forEachChunk(of total: Int, size: Int, _ body: @Sendable (Range<Int>) -> Void) {
        let chunks = (total + size - 1) / size
        guard count > 1, chunks > 1 else {
            for chunk in 0..<max(0, chunks) { body(chunk * size..<min(total, (chunk + 1) * size)) }
            return
        }
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(count, chunks)) { _ in
            while true {
                let chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard chunk < chunks else { return }
                body(chunk * size..<min(total, (chunk + 1) * size))
            }
        }
    }

    /// Calls `body` for each chunk of `0..<total`, and says whether it returned true for all. After a failure some
    /// chunks may be left out.
    public func allSucceed(of total: Int, size: Int, _ body: @Sendable (Range<Int>) -> Bool) -> Bool {
        let succeeded = Atomic<Bool>(true)
        forEachChunk(of: total, size: size) { chunk in
            guard succeeded.load(ordering: .relaxed) else { return }
            if !body(chunk) { succeeded.store(false, ordering: .relaxed) }
        }
        return succeeded.load(ordering: .relaxed)
    }
}
