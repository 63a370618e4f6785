import AccessLogs
import Foundation
import Statistics

/// New resources at hours at which neither the account nor anybody is active.
///
/// The density of the time of day is the account's, smoothed over an hour around the clock, shrunk towards that of the
/// organisation. The tail probability of a time is how much of the density is at less probable times; of a window, that
/// of the least probable time of a new resource, corrected for their number.
public struct Rhythm: Signal {
    public static let id = "rhythm"
    public static let summary = "new resources at hours at which the account is not active"

    /// Quarters of an hour.
    private static let bins = 96
    /// The accesses of the organisation that an account's own are added to.
    private static let strength = 20.0
    /// The standard deviation of the smoothing in hours.
    private static let width = 1.0

    public init() {}

    public func fit(_ history: SignalHistory) throws -> any FittedSignal {
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
            let bin = Self.bin(access.microseconds)
            all[bin] += 1
            let user = Int(access.user)
            if own[user].isEmpty { own[user] = [Double](repeating: 0, count: Self.bins) }
            own[user][bin] += 1
        }
        let total = all.reduce(0, +)
        let organization = smoothed(all).map { ($0 + 1e-3) / (total + 1e-3 * Double(Self.bins)) }
        let tails = try own.map { counts in
            try history.checkCancellation()
            guard !counts.isEmpty else { return [Float]() }
            let density = zip(smoothed(counts), organization).map { $0 + Self.strength * $1 }
            return Self.tails(density).map { Float($0) }
        }
        return Fitted(ofAccounts: tails, ofOrganization: Self.tails(organization).map { Float($0) })
    }

    private static func bin(_ microseconds: Int64) -> Int {
        let second = ((microseconds % Timestamp.day) + Timestamp.day) % Timestamp.day
        return min(bins - 1, Int(second * Int64(bins) / Timestamp.day))
    }

    /// For each bin how much of the density lies in less probable ones, half of its own included.
    private static func tails(_ density: [Double]) -> [Double] {
        let total = density.reduce(0, +)
        let order = density.indices.sorted { (density[$0], $0) < (density[$1], $1) }
        var tails = density, below = 0.0
        for bin in order {
            tails[bin] = (below + density[bin] / 2) / total
            below += density[bin]
        }
        return tails
    }

    private struct Fitted: FittedSignal {
        /// `accounts × bins`; empty for an account without accesses.
        let ofAccounts: [[Float]]
        let ofOrganization: [Float]

        func evidence(of activity: Activity) throws -> [Double] {
            activity.windows.windows.map { window in
                let own = Int(window.user) < ofAccounts.count ? ofAccounts[Int(window.user)] : []
                let tails = own.isEmpty ? ofOrganization : own
                var least = Float(1), count = 0
                for index in window.range where activity.isNew[index] {
                    least = min(least, tails[Rhythm.bin(activity.windows.accesses[index].microseconds)])
                    count += 1
                }
                return count == 0
                    ? 0 : SmallestTail.evidence(ofSmallest: -log10(Double(least)), of: count).clampedEvidence
            }
        }
    }
}
