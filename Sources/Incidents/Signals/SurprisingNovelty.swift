import Foundation
import Statistics

/// New resources in a window that are more, or more surprising, than is to be expected of the account.
///
/// Where each of N new pairs has a tail probability p of its own, −Σ log p is a sum of N exponential variates: so one
/// probability covers how many there are and what they are.
package struct SurprisingNovelty: Signal {
    package static let id = "surprising-novelty"
    package static let summary = "new resources that are more, or less like the account's own, than is to be expected"
    package static let family = SignalFamily.novelty
    package static let usesPairs = true

    package init() {}

    package func fit(_ history: SignalHistory) throws -> any FittedSignal {
        Fitted(
            rate: WindowRate(counts: history.activity.newResources, of: history.activity, users: history.users),
            presence: Presence(of: history.activity, days: history.days, users: history.users))
    }

    private struct Fitted: FittedSignal {
        let rate: WindowRate
        let presence: Presence

        func evidence(of activity: Activity) throws -> [Double] {
            let expectations = rate.expectations(for: activity)
            let sums = activity.sumsOfSurprise
            let evidence = expectations.indices.map { window in
                guard activity.newResources[window] > 0 else { return 0.0 }
                let (mean, shape) = expectations[window]
                return NegativeBinomial.upperTail(ofExponentialSum: sums[window], mean: mean, shape: shape)
                    .tailEvidence
            }
            return presence.evidence(of: evidence, in: activity) { activity.newResources[$0] > 0 }
        }

        func findings(in windows: [Int], of activity: Activity) -> [Finding?] {
            let expectations = rate.expectations(for: activity)
            return windows.map { window in
                let new = activity.newIndices(of: window), unlikely = activity.unlikely(new)
                guard !new.isEmpty else { return nil }
                let mean = expectations[window].mean
                return Finding(
                    "\(Number.counted(new.count, "new resource")), \(Activity.expected(mean)) expected; "
                        + "\(Number.grouped(unlikely.count)) of them unlike what the account turns to",
                    numbers: [
                        "new_resources": Double(new.count), "expected": mean, "unlikely": Double(unlikely.count),
                    ], accesses: activity.mostSurprising(new))
            }
        }
    }
}

extension Activity {
    /// The sum of the surprise of each window's new pairs.
    var sumsOfSurprise: [Double] {
        let surprise = surprise ?? []
        return windows.windows.map { window in
            surprise.isEmpty ? 0 : window.range.reduce(0) { $0 + (isNew[$1] ? surprise[$1] : 0) }
        }
    }
}
