import Foundation
import Statistics

/// More new resources within a week than the account turns to: what a slow attack adds up to.
package struct NoveltyWeek: Signal {
    package static let id = "novelty-week"
    package static let summary = "new resources that add up over a week to more than the account turns to"
    package static let family = SignalFamily.novelty

    package init() {}

    package func fit(_ history: SignalHistory) throws -> any FittedSignal {
        Fitted(rate: WindowRate(counts: history.activity.newResources, of: history.activity, users: history.users))
    }

    private struct Fitted: FittedSignal {
        let rate: WindowRate

        func evidence(of activity: Activity) throws -> [Double] {
            let expectations = rate.expectations(for: activity)
            var recent = RecentWindows(in: activity)
            return activity.windows.windows.indices.map { window in
                let week = recent.week(of: window)
                guard activity.newResources[window] > 0 else { return 0 }
                let means = week.map { expectations[$0].mean }
                return NegativeBinomial.upperTail(
                    of: week.reduce(0) { $0 + activity.newResources[$1] }, mean: means.reduce(0, +),
                    shape: rate.shape(of: activity.windows.windows[window].user, means: means)
                ).tailEvidence
            }
        }
    }
}
