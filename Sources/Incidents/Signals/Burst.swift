import AccessLogs
import Foundation
import Statistics

/// New resources that follow each other faster than the account's rate allows: of any run of them within a working day,
/// how improbable it is that as many more follow the first within the time.
package struct Burst: Signal {
    package static let id = "burst"
    package static let summary = "new resources that follow each other within minutes"
    package static let family = SignalFamily.novelty

    /// The runs that are looked at, the first included.
    private static let mostInRun = 12
    /// The hours of activity in a window.
    private static let workingHours = 8.0

    package init() {}

    package func fit(_ history: SignalHistory) throws -> any FittedSignal {
        Fitted(rate: WindowRate(counts: history.activity.newResources, of: history.activity, users: history.users))
    }

    private struct Fitted: FittedSignal {
        let rate: WindowRate

        func evidence(of activity: Activity) throws -> [Double] {
            let expectations = rate.expectations(for: activity)
            return activity.windows.windows.indices.map { window in
                let times = activity.newAccesses(of: window).map { Double($0.microseconds) / 3_600_000_000 }
                guard times.count > 1 else { return 0 }
                var most = 0.0
                for run in 2...min(Burst.mostInRun, times.count) {
                    let shortest = (0...times.count - run).reduce(Double.infinity) { shortest, start in
                        min(shortest, times[start + run - 1] - times[start])
                    }
                    // Times are often whole seconds or minutes.
                    let hours = max(shortest, 1.0 / 60)
                    guard hours < Burst.workingHours else { continue }
                    let mean = expectations[window].mean * hours / Burst.workingHours
                    let tail = NegativeBinomial.upperTail(
                        of: run - 1, mean: mean, shape: expectations[window].shape)
                    // Any of the new resources may be the first of a run.
                    most = max(most, SmallestTail.evidence(ofSmallest: tail.tailEvidence, of: times.count - run + 1))
                }
                return most.clampedEvidence
            }
        }

        func findings(in windows: [Int], of activity: Activity) -> [Finding?] {
            let expectations = rate.expectations(for: activity)
            return windows.map { window in
                let new = activity.newIndices(of: window)
                guard new.count > 1 else { return nil }
                let mean = expectations[window].mean
                return Finding(
                    "\(Number.counted(new.count, "new resource")) follow each other\(activity.duration(of: new)), "
                        + "\(Activity.expected(mean)) expected in a whole day",
                    numbers: [
                        "new_resources": Double(new.count), "expected": mean, "minutes": activity.minutes(of: new),
                    ], accesses: new)
            }
        }
    }
}
