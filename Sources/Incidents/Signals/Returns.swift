import Foundation
import Statistics

/// An account that visits on one day many of the resources that it has, each of which it visits now and then.
///
/// A known resource is visited in a window with a probability π of its own, see ``VisitHabits``. The surprise of the day's
/// visits, Σ −log π, has the mean Σ π l and the variance Σ π (1 − π) l² over all known resources, l = −log π; its tail is
/// that of a gamma variate with these moments. Where n others came to the resource before on that day, more than the e that
/// ``VisitorsOfDay`` expects, the visit is (1 + n)/(1 + e) times as probable: what brings everybody brings this account, too.
package struct Returns: Signal {
    package static let id = "returns"
    package static let summary = "many of the account's own resources on one day, each of which it uses now and then"
    package static let family = SignalFamily.habits

    package init() {}

    package func fit(_ history: SignalHistory) throws -> any FittedSignal {
        Fitted(habits: try VisitHabits(of: history), visitors: VisitorsOfDay(of: history))
    }

    private struct Fitted: FittedSignal {
        let habits: VisitHabits
        let visitors: VisitorsOfDay

        /// The least surprise of a visit, so that each counts.
        private static let least = 0.001

        func evidence(of activity: Activity) throws -> [Double] {
            let arrivals = VisitorsOfDay.Arrivals(in: activity)
            return activity.windows.windows.map { window in
                guard let usual = habits.usual(of: window.user, on: window.day), usual.variance > 0 else { return 0 }
                let sum = visits(in: window, of: activity).reduce(0) { sum, visit in
                    let access = activity.windows.accesses[visit.access]
                    let expected = visitors.expected(at: access.resource, until: access.microseconds)
                    let came = arrivals.count(at: access.resource, on: window.day, before: access.microseconds)
                    let factor = max(1, Double(1 + came) / (1 + expected))
                    return sum + max(Self.least, visit.surprise - log(factor))
                }
                guard sum > 0 else { return 0 }
                let scale = usual.variance / usual.mean
                return GammaFunction.evidence(ofUpperTail: sum / scale, shape: usual.mean / scale).clampedEvidence
            }
        }

        /// The first access of each of the account's own resources, and −log π of the visit.
        private func visits(
            in window: AccountWindows.Window, of activity: Activity
        ) -> [(access: Int, surprise: Double)] {
            var met: Set<Int32> = []
            return window.range.compactMap { access in
                let resource = activity.windows.accesses[access].resource
                guard met.insert(resource).inserted else { return nil }
                return habits.surprise(of: window.user, at: resource, on: window.day).map { (access, $0) }
            }
        }

        func findings(in windows: [Int], of activity: Activity) -> [Finding?] {
            windows.map { index in
                let window = activity.windows.windows[index], own = visits(in: window, of: activity)
                guard let usual = habits.usual(of: window.user, on: window.day), !own.isEmpty else { return nil }
                return Finding(
                    "\(Number.grouped(own.count)) of the account's own resources on one day, "
                        + "\(Activity.expected(usual.visits)) expected",
                    numbers: ["own_resources": Double(own.count), "expected": usual.visits],
                    accesses: own.sorted { ($1.surprise, $0.access) < ($0.surprise, $1.access) }.map(\.access))
            }
        }
    }
}
