import Foundation
import Statistics

/// New resources that are not the account's kind, at hours that are not its own: the product of the tail probabilities
/// of each new pair and of its hour, whatever their number.
package struct SurprisingPairs: Signal {
    package static let id = "surprising-pairs"
    package static let summary = "new resources unlike the account's own, at hours unlike its own, however many"
    package static let family = SignalFamily.novelty
    package static let usesPairs = true

    package init() {}

    package func fit(_ history: SignalHistory) throws -> any FittedSignal {
        Fitted(hours: try HoursOfDay(of: history))
    }

    private struct Fitted: FittedSignal {
        let hours: HoursOfDay

        func evidence(of activity: Activity) throws -> [Double] {
            let sums = activity.sumsOfSurprise
            return activity.windows.windows.enumerated().map { index, window in
                let times = window.range.lazy.filter { activity.isNew[$0] }.map {
                    hours.tail(of: window.user, at: activity.windows.accesses[$0].microseconds).tailEvidence
                }
                return Fisher.evidence(
                    ofProduct: sums[index] / log(10) + times.reduce(0, +), of: 2 * activity.newResources[index]
                ).clampedEvidence
            }
        }

        func findings(in windows: [Int], of activity: Activity) -> [Finding?] {
            windows.map { window in
                let new = activity.newIndices(of: window), unlikely = activity.unlikely(new)
                guard !new.isEmpty else { return nil }
                let unusual = hours.unusual(new, in: activity)
                var words = activity.unlikeness(of: new, unlikely)
                if !unusual.isEmpty {
                    words +=
                        "; \(Number.grouped(unusual.count)) at hours at which it is hardly active, such as "
                        + Activity.clock(activity.windows.accesses[unusual[0]].microseconds)
                }
                return Finding(
                    words,
                    numbers: [
                        "new_resources": Double(new.count), "unlikely": Double(unlikely.count),
                        "at_unusual_hours": Double(unusual.count),
                    ], accesses: activity.mostSurprising(new))
            }
        }
    }
}
