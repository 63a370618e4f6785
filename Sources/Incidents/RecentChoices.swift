import Algorithms

/// The new accesses of many accounts by account and time.
struct RecentChoices {
    private var ofAccount: [Int32: [AccountWindows.Access]] = [:]

    /// - Parameter accesses: in any order.
    init(_ accesses: [AccountWindows.Access]) {
        for access in accesses { ofAccount[access.user, default: []].append(access) }
        for account in ofAccount.keys {
            ofAccount[account]?.sort { ($0.microseconds, $0.resource) < ($1.microseconds, $1.resource) }
        }
    }

    /// Those of some accounts that turned to something, ascending: sums of floating-point numbers depend on their order.
    func accounts(among alike: [Int32: Double]) -> [(account: Int32, weight: Double)] {
        alike.filter { ofAccount[$0.key] != nil }.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }

    /// Visits the resources that some accounts turned to within a time, with the weights of the accounts.
    func forEach(
        of accounts: [(account: Int32, weight: Double)], within time: Range<Int64>,
        _ visit: (_ resource: Int32, _ weight: Double) -> Void
    ) {
        for (account, weight) in accounts {
            guard let accesses = ofAccount[account] else { continue }
            for access in accesses[accesses.partitioningIndex(where: { $0.microseconds >= time.lowerBound })...] {
                guard access.microseconds < time.upperBound else { break }
                visit(access.resource, weight)
            }
        }
    }
}
