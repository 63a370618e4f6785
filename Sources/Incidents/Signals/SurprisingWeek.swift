import Foundation
import Statistics

/// New resources within a week that are more, or more surprising, than is to be expected: what a slow attack adds up to.
public struct SurprisingWeek: Signal {
    public static let id = "surprising-week"
    public static let summary = "new resources that add up over a week to more than is to be expected"
    public static let usesPairs = true

    static let days = 7

    public init() {}

    public func fit(_ history: SignalHistory) throws -> any FittedSignal {
        Fitted(
            rate: WindowRate(counts: history.activity.newResources, of: history.activity, users: history.users))
    }

    private struct Fitted: FittedSignal {
        let rate: WindowRate

        func evidence(of activity: Activity) throws -> [Double] {
            let expectations = rate.expectations(for: activity), sums = activity.sumsOfSurprise
            var recent: [Int32: [Int]] = [:]
            return activity.windows.windows.indices.map { index in
                let window = activity.windows.windows[index]
                // Earlier windows of the week, this one the last.
                let week =
                    (recent[window.user] ?? []).filter {
                        activity.windows.windows[$0].day > window.day - SurprisingWeek.days
                    } + [index]
                recent[window.user] = week
                guard activity.newResources[index] > 0 else { return 0 }
                let means = week.map { expectations[$0].mean }
                return -log10(
                    NegativeBinomial.upperTail(
                        ofExponentialSum: week.reduce(0) { $0 + sums[$1] }, mean: means.reduce(0, +),
                        shape: rate.shape(of: window.user, means: means))
                ).clampedEvidence
            }
        }
    }
}
