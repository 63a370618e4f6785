import Statistics

/// More distinct resources in a window than the account uses on such a day.
package struct Breadth: Signal {
    package static let id = "breadth"
    package static let summary = "more distinct resources, old ones included, than the account uses on such a day"
    package static let family = SignalFamily.habits

    package init() {}

    package func fit(_ history: SignalHistory) throws -> any FittedSignal {
        // A window has one at least.
        Fitted(
            rate: WindowRate(
                counts: history.activity.resources.map { $0 - 1 }, of: history.activity, users: history.users),
            presence: Presence(of: history.activity, days: history.days, users: history.users))
    }

    private struct Fitted: FittedSignal {
        let rate: WindowRate
        let presence: Presence

        func evidence(of activity: Activity) throws -> [Double] {
            presence.evidence(of: rate.evidence(of: activity.resources.map { $0 - 1 }, in: activity), in: activity) {
                _ in true
            }
        }

        func findings(in windows: [Int], of activity: Activity) -> [Finding?] {
            let expectations = rate.expectations(for: activity)
            return windows.map { window in
                let count = activity.resources[window], mean = 1 + expectations[window].mean
                return Finding(
                    "\(Number.counted(count, "resource")) on one day, \(Activity.expected(mean)) expected",
                    numbers: ["resources": Double(count), "expected": mean])
            }
        }
    }
}
