import AccessLogs
import Foundation
import Statistics

/// When in the day accounts are active.
///
/// The density of the time of day is the account's, smoothed over an hour around the clock, shrunk towards that of the
/// organisation. The tail probability of a time is how much of the density is at less probable times.
struct HoursOfDay: Sendable {
    /// Quarters of an hour.
    private static let bins = 96
    /// The accesses of the organisation that an account's own are added to.
    private static let strength = 20.0
    /// The standard deviation of the smoothing in hours.
    private static let width = 1.0

    /// `accounts × bins`; empty for an account without accesses.
    private let ofAccounts: [[Float]]
    private let ofOrganization: [Float]

    /// - Throws: `CancellationError`.
    init(of history: SignalHistory) throws {
        let kernel = (0..<Self.bins).map { bin in
            let hours = Double(min(bin, Self.bins - bin)) * 24 / Double(Self.bins)
            return exp(-hours * hours / (2 * Self.width * Self.width))
        }
        let sum = kernel.reduce(0, +)
        func smoothed(_ counts: [Double]) -> [Double] {
            counts.indices.map { bin in
                counts.indices.reduce(0) { $0 + counts[$1] * kernel[(bin - $1 + Self.bins) % Self.bins] } / sum
            }
        }
        var all = [Double](repeating: 0, count: Self.bins)
        var own = [[Double]](repeating: [], count: history.users)
        for access in history.activity.windows.accesses {
            let bin = Self.bin(access.microseconds), user = Int(access.user)
            all[bin] += 1
            if own[user].isEmpty { own[user] = [Double](repeating: 0, count: Self.bins) }
            own[user][bin] += 1
        }
        let total = all.reduce(0, +)
        let organization = smoothed(all).map { ($0 + 1e-3) / (total + 1e-3 * Double(Self.bins)) }
        ofAccounts = try own.map { counts in
            try history.checkCancellation()
            guard !counts.isEmpty else { return [] }
            return Self.tails(zip(smoothed(counts), organization).map { $0 + Self.strength * $1 })
        }
        ofOrganization = Self.tails(organization)
    }

    /// The tail probability of an access at a time, above 0.
    func tail(of user: Int32, at microseconds: Int64) -> Double {
        let own = Int(user) < ofAccounts.count ? ofAccounts[Int(user)] : []
        return Double((own.isEmpty ? ofOrganization : own)[Self.bin(microseconds)])
    }

    /// Those of some accesses that are at hours less probable than nineteen in twenty, the least probable first.
    func unusual(_ accesses: [Int], in activity: Activity) -> [Int] {
        func tail(_ access: Int) -> Double {
            let access = activity.windows.accesses[access]
            return self.tail(of: access.user, at: access.microseconds)
        }
        return accesses.filter { tail($0) < 0.05 }.sorted { (tail($0), $0) < (tail($1), $1) }
    }

    /// The least probable hour of some accesses; nil without accesses.
    func finding(of accesses: [Int], in activity: Activity) -> Finding? {
        let times = accesses.map { access in
            let access = activity.windows.accesses[access]
            return (tail: tail(of: access.user, at: access.microseconds), time: access.microseconds)
        }
        guard let least = times.min(by: { ($0.tail, $0.time) < ($1.tail, $1.time) }) else { return nil }
        let unusual = unusual(accesses, in: activity)
        return Finding(
            "a new resource at \(Activity.clock(least.time)), and \(Number.percent(least.tail)) of the account's activity "
                + "is at such hours",
            numbers: ["at_unusual_hours": Double(unusual.count), "fraction_of_activity": least.tail],
            accesses: unusual)
    }

    private static func bin(_ microseconds: Int64) -> Int {
        let time = ((microseconds % Timestamp.day) + Timestamp.day) % Timestamp.day
        return min(bins - 1, Int(time / (Timestamp.day / Int64(bins))))
    }

    /// For each bin how much of the density lies in less probable ones, half of its own included.
    private static func tails(_ density: [Double]) -> [Float] {
        let total = density.reduce(0, +)
        let order = density.indices.sorted { (density[$0], $0) < (density[$1], $1) }
        var tails = [Float](repeating: 0, count: density.count), below = 0.0
        for bin in order {
            tails[bin] = Float((below + density[bin] / 2) / total)
            below += density[bin]
        }
        return tails
    }
}
