import Foundation
import Statistics

/// New resources within a week that are not the account's kind: the product of the tail probabilities of its new pairs,
/// whatever their number.
package struct SurprisingWeek: Signal {
    package static let id = "surprising-week"
    package static let summary = "new resources of a week unlike the account's own, however many"
    package static let family = SignalFamily.novelty
    package static let usesPairs = true

    package init() {}

    package func fit(_ history: SignalHistory) throws -> any FittedSignal { Fitted() }

    private struct Fitted: FittedSignal {
        func evidence(of activity: Activity) throws -> [Double] {
            let sums = activity.sumsOfSurprise
            var recent = RecentWindows(in: activity)
            return activity.windows.windows.indices.map { window in
                let week = recent.week(of: window)
                guard activity.newResources[window] > 0 else { return 0 }
                return Fisher.evidence(
                    ofProduct: week.reduce(0) { $0 + sums[$1] } / log(10),
                    of: week.reduce(0) { $0 + activity.newResources[$1] }
                ).clampedEvidence
            }
        }

        func findings(in windows: [Int], of activity: Activity) -> [Finding?] {
            zip(windows, RecentWindows.weeks(of: windows, in: activity)).map { window, week in
                guard activity.newResources[window] > 0 else { return nil }
                let new = week.flatMap { activity.newIndices(of: $0) }, unlikely = activity.unlikely(new)
                return Finding(
                    activity.unlikeness(of: new, unlikely, when: " of a week"),
                    numbers: ["new_resources": Double(new.count), "unlikely": Double(unlikely.count)],
                    accesses: activity.mostSurprising(activity.newIndices(of: window)))
            }
        }
    }
}
