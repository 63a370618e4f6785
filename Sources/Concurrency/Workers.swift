import Dispatch
import Synchronization

/// A number of threads among which independent pieces of work are divided.
public struct Workers: Hashable, Sendable {
    /// The number of threads, at least one.
    public let count: Int

    /// - Parameter count: the number of threads, at least one.
    public init(_ count: Int) {
        self.count = max(1, count)
    }

    /// One thread: the caller's.
    public static let one = Workers(1)

    /// Calls `body` for each chunk of `0..<total`, on all workers. Which worker takes which chunk is not defined, so
    /// the work on a chunk must not depend on any other.
    ///
    /// - Parameter isCancelled: asked before each chunk. Once it is true, the remaining chunks are left out: the caller
    ///   must ask again afterwards, and discard the result.
    public func forEachChunk(
        of total: Int, size: Int, unless isCancelled: @Sendable () -> Bool = { false },
        _ body: @Sendable (Range<Int>) -> Void
    ) {
        forEachChunk(of: total, size: size, unless: isCancelled, workspace: { NoWorkspace() }) { _, chunk in
            body(chunk)
        }
    }

    /// Calls `body` for each chunk of `0..<total`, on all workers, with a workspace that a worker makes once and keeps
    /// for all its chunks. What a chunk leaves in it must not show in the next.
    public func forEachChunk<Workspace: ~Copyable>(
        of total: Int, size: Int, unless isCancelled: @Sendable () -> Bool = { false },
        workspace: @Sendable () -> Workspace,
        _ body: @Sendable (inout Workspace, Range<Int>) -> Void
    ) {
        let chunks = max(0, (total + size - 1) / size)
        guard chunks > 0 else { return }
        guard count > 1, chunks > 1 else {
            var own = workspace()
            for chunk in 0..<chunks {
                if isCancelled() { return }
                body(&own, chunk * size..<min(total, (chunk + 1) * size))
            }
            return
        }
        let next = Atomic<Int>(0)
        run(on: min(count, chunks)) { _ in
            var own = workspace()
            while true {
                let chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard chunk < chunks, !isCancelled() else { return }
                body(&own, chunk * size..<min(total, (chunk + 1) * size))
            }
        }
    }

    /// Calls `body` for each chunk of `0..<total`, and says whether it returned true for all. After a failure, and once
    /// cancelled, which is a failure too, some chunks may be left out.
    ///
    /// - Parameter isCancelled: asked before each chunk.
    public func allSucceed(
        of total: Int, size: Int, unless isCancelled: @Sendable () -> Bool = { false },
        _ body: @Sendable (Range<Int>) -> Bool
    ) -> Bool {
        allSucceed(of: total, size: size, unless: isCancelled, workspace: { NoWorkspace() }) { _, chunk in body(chunk) }
    }

    /// As ``allSucceed(of:size:unless:_:)``, with a workspace for each worker.
    public func allSucceed<Workspace: ~Copyable>(
        of total: Int, size: Int, unless isCancelled: @Sendable () -> Bool = { false },
        workspace: @Sendable () -> Workspace,
        _ body: @Sendable (inout Workspace, Range<Int>) -> Bool
    ) -> Bool {
        let succeeded = Atomic<Bool>(true)
        forEachChunk(of: total, size: size, workspace: workspace) { own, chunk in
            guard succeeded.load(ordering: .relaxed) else { return }
            if isCancelled() || !body(&own, chunk) { succeeded.store(false, ordering: .relaxed) }
        }
        return succeeded.load(ordering: .relaxed)
    }

    private struct NoWorkspace {}

    /// Calls `body` on as many threads at once, with the number of each; the caller's is one of them.
    func run(on threads: Int, _ body: @Sendable (_ number: Int) -> Void) {
        DispatchQueue.concurrentPerform(iterations: threads, execute: body)
    }
}
