import Foundation

/// Elements that a thread of its own makes while those before are used.
///
/// Memory is bounded: the thread waits while as many elements as the limit allows have not been taken.
public final class ReadAhead<Element: Sendable>: Sendable {
    private let queue: Queue

    /// - Parameters:
    ///   - limit: how many elements may wait to be taken, at least one.
    ///   - make: gives the elements in their order, on the new thread. Giving throws `CancellationError` once no more are
    ///     wanted.
    public init(limit: Int, _ make: @escaping @Sendable (_ give: @escaping (Element) throws -> Void) throws -> Void) {
        let queue = Queue(limit: max(1, limit))
        self.queue = queue
        let thread = Thread {
            let result = Result { try make(queue.give) }
            queue.finish(result)
        }
        thread.stackSize = Self.stackSize
        thread.start()
    }

    deinit { end() }

    /// The next element, for which the caller waits; nil at the end.
    ///
    /// - Throws: the error that ended the making, after the elements before it.
    public func next() throws -> Element? { try queue.take() }

    /// Ends the making, and waits until its thread has left it. What was made and not taken is dropped.
    public func end() { queue.end() }

    /// As that of a program's first thread: what reads nested data may go deep.
    private static var stackSize: Int { 8 << 20 }

    private final class Queue: @unchecked Sendable {
        private let condition = NSCondition()
        private let limit: Int
        // All that follows is read and written with the lock held.
        private var elements: [Element] = []
        private var isUnwanted = false
        private var result: Result<Void, any Error>?

        init(limit: Int) {
            self.limit = limit
        }

        func give(_ element: Element) throws {
            try condition.withLock {
                while elements.count >= limit && !isUnwanted { condition.wait() }
                if isUnwanted { throw CancellationError() }
                elements.append(element)
                condition.broadcast()
            }
        }

        func finish(_ result: Result<Void, any Error>) {
            condition.withLock {
                self.result = result
                condition.broadcast()
            }
        }

        func take() throws -> Element? {
            try condition.withLock {
                while elements.isEmpty && result == nil { condition.wait() }
                if elements.isEmpty {
                    if !isUnwanted { try result?.get() }
                    return nil
                }
                condition.broadcast()
                return elements.removeFirst()
            }
        }

        func end() {
            condition.withLock {
                isUnwanted = true
                elements = []
                condition.broadcast()
                while result == nil { condition.wait() }
            }
        }
    }
}
