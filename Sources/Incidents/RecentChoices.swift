import Algorithms

/// The new accesses of many accounts in the order of time, in columns.
struct RecentChoices {
    private let microseconds: [Int64]
    private let users: [Int32]
    private let resources: [Int32]
    /// The places of the resources among the alternatives; −1 for those that are none of them.
    private let places: [Int32]

    /// The most accesses before a time that are looked at: more tell nothing else, and would take long for each.
    private static let most = 20_000

    /// - Parameter accesses: in any order.
    init(_ accesses: [AccountWindows.Access], in alternatives: Alternatives) {
        // Of accounts that the history does not know nothing is alike.
        let sorted = accesses.filter { $0.user >= 0 && Int($0.user) < alternatives.history.users }.sorted {
            ($0.microseconds, $0.user, $0.resource) < ($1.microseconds, $1.user, $1.resource)
        }
        microseconds = sorted.map(\.microseconds)
        users = sorted.map(\.user)
        resources = sorted.map(\.resource)
        places = resources.map { alternatives.index(of: $0).map(Int32.init) ?? -1 }
    }

    /// Adds to the weight of each place those of the accounts that turned to it within a time.
    ///
    /// In the order of time: sums of floating-point numbers depend on it.
    ///
    /// - Parameters:
    ///   - weights: by account.
    ///   - sums: by place; the last is that of a resource that is none of the alternatives.
    ///   - resource: that resource.
    func add(_ weights: [Double], within time: Range<Int64>, to sums: inout [Double], last resource: Int32) {
        let end = microseconds.partitioningIndex { $0 >= time.upperBound }
        let start = max(end - Self.most, microseconds.partitioningIndex { $0 >= time.lowerBound })
        for index in start..<max(start, end) {
            let weight = weights[Int(users[index])]
            if places[index] >= 0 {
                sums[Int(places[index])] += weight
            } else if resources[index] == resource {
                sums[sums.count - 1] += weight
            }
        }
    }
}
