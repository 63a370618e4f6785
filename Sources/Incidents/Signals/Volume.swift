import Statistics

/// More accesses in a window than the account makes on such a day.
package struct Volume: Signal {
    package static let id = "volume"
    package static let summary = "more accesses than the account makes on such a day"
    package static let family = SignalFamily.habits

    package init() {}

    package func fit(_ history: SignalHistory) throws -> any FittedSignal {
        Fitted(
            rate: WindowRate(counts: Self.counts(history.activity), of: history.activity, users: history.users),
            presence: Presence(of: history.activity, days: history.days, users: history.users))
    }

    /// A window has one access at least.
    private static func counts(_ activity: Activity) -> [Int] { activity.windows.windows.map { $0.range.count - 1 } }

    private struct Fitted: FittedSignal {
        let rate: WindowRate
        let presence: Presence

        func evidence(of activity: Activity) throws -> [Double] {
            presence.evidence(of: rate.evidence(of: Volume.counts(activity), in: activity), in: activity) { _ in true }
        }

        func findings(in windows: [Int], of activity: Activity) -> [Finding?] {
            let expectations = rate.expectations(for: activity)
            return windows.map { window in
                let count = activity.windows.windows[window].range.count, mean = 1 + expectations[window].mean
                return Finding(
                    "\(Number.counted(count, "access", "accesses")) on one day, \(Activity.expected(mean)) expected",
                    numbers: ["accesses": Double(count), "expected": mean])
            }
        }
    }
}
