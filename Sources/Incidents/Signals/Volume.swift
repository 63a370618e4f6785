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
    }
}
