import AccessLogs

/// What the accounts of a tenant did before any event was laid over it: who was there when, and used what.
struct LifeHabits {
    private let days: Int
    /// `accounts × days`: the number of accesses.
    private var counts: [UInt16]
    /// By account, in the order of the first use.
    private(set) var shares: [[Int]]
    private var known: Set<SIMD2<Int32>> = []

    init(accounts: Int, days: Int) {
        self.days = days
        counts = [UInt16](repeating: 0, count: accounts * days)
        shares = [[Int]](repeating: [], count: accounts)
    }

    /// Takes note of an access; these come in the order of time.
    mutating func note(account: Int, day: Int, share: Int) {
        let place = account * days + day
        if counts[place] < .max { counts[place] += 1 }
        if known.insert(SIMD2(Int32(account), Int32(share))).inserted { shares[account].append(share) }
    }

    /// The number of accesses of an account in some days.
    func count(of account: Int, in range: Range<Int>) -> Int {
        range.clamped(to: 0..<days).reduce(0) { $0 + Int(counts[account * days + $1]) }
    }

    /// From the first day with an access to the day after the last; empty where there is none.
    func presence(of account: Int) -> Range<Int> {
        let own = 0..<days
        guard let first = own.first(where: { counts[account * days + $0] > 0 }),
            let last = own.last(where: { counts[account * days + $0] > 0 })
        else { return 0..<0 }
        return first..<last + 1
    }
}
