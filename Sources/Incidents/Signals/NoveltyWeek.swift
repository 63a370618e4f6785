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

        func findings(in windows: [Int], of activity: Activity) -> [Finding?] {
            let expectations = rate.expectations(for: activity), weeks = RecentWindows.weeks(of: windows, in: activity)
            return zip(windows, weeks).map { window, week in
                guard activity.newResources[window] > 0 else { return nil }
                let count = week.reduce(0) { $0 + activity.newResources[$1] }
                let mean = week.reduce(0) { $0 + expectations[$1].mean }
                return Finding(
                    "\(Number.counted(count, "new resource")) in \(Number.counted(week.count, "active day")) of a week, "
                        + "\(Activity.expected(mean)) expected",
                    numbers: ["new_resources": Double(count), "expected": mean, "active_days": Double(week.count)],
                    accesses: activity.mostSurprising(activity.newIndices(of: window)))
            }
        }
    }
}
