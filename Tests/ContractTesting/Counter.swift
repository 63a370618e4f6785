import Synchronization

/// Counts how often it is asked.
package final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    package init() {}

    /// The number of this question, from one on.
    package func next() -> Int {
        count.wrappingAdd(1, ordering: .relaxed).newValue
    }
}
