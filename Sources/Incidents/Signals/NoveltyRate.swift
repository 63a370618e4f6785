import Statistics

/// More new resources in a window than the account, and those who have been there as long, turn to.
package struct NoveltyRate: Signal {
    package static let id = "novelty-rate"
    package static let summary = "more new resources than the account turns to, whatever they are"
    package static let family = SignalFamily.novelty

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
            let rates = rate.evidence(of: activity.newResources, in: activity)
            return presence.evidence(of: rates, in: activity) { activity.newResources[$0] > 0 }
        }

        func findings(in windows: [Int], of activity: Activity) -> [Finding?] {
            let expectations = rate.expectations(for: activity)
            return windows.map { window in
                let new = activity.newIndices(of: window)
                guard !new.isEmpty else { return nil }
                let mean = expectations[window].mean
                return Finding(
                    Number.counted(new.count, "new resource") + activity.duration(of: new)
                        + ", \(Activity.expected(mean)) expected of the account on such a day",
                    numbers: [
                        "new_resources": Double(new.count), "expected": mean, "minutes": activity.minutes(of: new),
                    ], accesses: activity.mostSurprising(new))
            }
        }
    }
}
