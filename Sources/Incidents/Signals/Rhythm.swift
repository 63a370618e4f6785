import Foundation
import Statistics

/// New resources at hours at which neither the account nor anybody is active: the least probable hour of a new resource,
/// corrected for their number.
package struct Rhythm: Signal {
    package static let id = "rhythm"
    package static let summary = "new resources at hours at which the account is not active"
    package static let family = SignalFamily.novelty

    package init() {}

    package func fit(_ history: SignalHistory) throws -> any FittedSignal {
        Fitted(hours: try HoursOfDay(of: history))
    }

    private struct Fitted: FittedSignal {
        let hours: HoursOfDay

        func evidence(of activity: Activity) throws -> [Double] {
            activity.windows.windows.enumerated().map { index, window in
                let tails = window.range.lazy.filter { activity.isNew[$0] }.map {
                    hours.tail(of: window.user, at: activity.windows.accesses[$0].microseconds)
                }
                guard let least = tails.min() else { return 0 }
                return SmallestTail.evidence(ofSmallest: least.tailEvidence, of: activity.newResources[index])
                    .clampedEvidence
            }
        }

        func findings(in windows: [Int], of activity: Activity) -> [Finding?] {
            windows.map { hours.finding(of: activity.newIndices(of: $0), in: activity) }
        }
    }
}
