/// The `count` least of the values considered, each with an index; of equal values those with the lower indices.
///
/// What is kept depends on neither the order nor the grouping in which the values came. It is a heap with the greatest
/// kept value at its root, so that most values need one comparison.
public struct LeastValues: Sendable {
    /// A value and its index.
    public struct Item: Hashable, Sendable, Comparable {
        /// The value.
        public var value: Double
        /// To what it belongs.
        public var index: Int32

        /// A value and to what it belongs.
        public init(value: Double, index: Int32) {
            self.value = value
            self.index = index
        }

        /// Orders by value; of equal values the one of the lower index comes first.
        public static func < (first: Item, second: Item) -> Bool {
            first.value < second.value || first.value == second.value && first.index < second.index
        }
    }

    /// The most values that are kept.
    public let count: Int
    private var heap: [Item] = []

    /// - Precondition: `count` is above zero.
    public init(count: Int) {
        precondition(count > 0)
        self.count = count
    }

    /// The bound that a further value must not exceed to be kept; infinite until `count` values came.
    public var bound: Double {
        heap.count < count ? .infinity : heap[0].value
    }

    /// Complexity: O(1) for a value that is not kept, else O(log `count`).
    public mutating func consider(_ value: Double, index: Int32) {
        let item = Item(value: value, index: index)
        if heap.count < count {
            heap.append(item)
            rise(from: heap.count - 1)
        } else if item < heap[0] {
            heap[0] = item
            sink()
        }
    }

    /// Forgets all values.
    public mutating func removeAll() {
        heap.removeAll(keepingCapacity: true)
    }

    /// The values kept, the least first.
    public var sorted: [Item] { heap.sorted() }

    private mutating func rise(from start: Int) {
        var index = start
        while index > 0, heap[(index - 1) / 2] < heap[index] {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private mutating func sink() {
        var index = 0
        while true {
            var greatest = index
            for child in 2 * index + 1...2 * index + 2 where child < heap.count && heap[greatest] < heap[child] {
                greatest = child
            }
            guard greatest != index else { return }
            heap.swapAt(index, greatest)
            index = greatest
        }
    }
}
