import Foundation
import Statistics

/// An account that visits on one day many of the resources that it has, each of which it visits now and then.
///
/// A known resource is visited in a window with a probability π of its own: its visits over the windows since the first,
/// shrunk towards the organisation's mean. The surprise of the day's visits, Σ −log π, has the mean Σ π l and the
/// variance Σ π (1 − π) l² over all known resources, l = −log π; its tail is that of a gamma variate with these moments.
package struct Returns: Signal {
    package static let id = "returns"
    package static let summary = "many of the account's own resources on one day, each of which it uses now and then"
    package static let family = SignalFamily.habits

    package init() {}

    package func fit(_ history: SignalHistory) throws -> any FittedSignal {
        let activity = history.activity
        // How many windows an account had when it met a resource, and how many of them it visits it in.
        var met: [Pair: (window: Int, visits: Int)] = [:], windows = [Int](repeating: 0, count: history.users)
        for window in activity.windows.windows {
            let user = Int(window.user)
            for resource in Set(activity.windows.accesses[window.range].lazy.map(\.resource)) {
                met[Pair(user: window.user, resource: resource), default: (windows[user], 0)].visits += 1
            }
            windows[user] += 1
        }
        try history.checkCancellation()
        var visits = 0.0, chances = 0.0
        for (pair, first) in met {
            visits += Double(first.visits - 1)
            chances += Double(windows[Int(pair.user)] - first.window - 1)
        }
        let mean = chances > 0 ? visits / chances : 0.5
        var ofPair: [Pair: Double] = [:]
        var expected = [Double](repeating: 0, count: history.users), variance = expected, visited = expected
        // In an order of their own: sums of floating-point numbers depend on it.
        for pair in met.keys.sorted(by: { ($0.user, $0.resource) < ($1.user, $1.resource) }) {
            guard let first = met[pair] else { continue }
            let user = Int(pair.user), chances = Double(windows[user] - first.window - 1)
            let probability = min(max((Double(first.visits - 1) + mean) / (chances + 1), 1e-4), 0.999)
            let surprise = -log(probability)
            ofPair[pair] = surprise
            expected[user] += probability * surprise
            variance[user] += probability * (1 - probability) * surprise * surprise
            visited[user] += probability
        }
        return Fitted(surprise: ofPair, mean: expected, variance: variance, visited: visited)
    }

    private struct Pair: Hashable {
        let user: Int32
        let resource: Int32
    }

    private struct Fitted: FittedSignal {
        let surprise: [Pair: Double]
        let mean: [Double]
        let variance: [Double]
        /// How many of its resources each account visits in a window.
        let visited: [Double]

        func evidence(of activity: Activity) throws -> [Double] {
            activity.windows.windows.map { window in
                let user = Int(window.user)
                guard user < mean.count, variance[user] > 0 else { return 0 }
                var visited: Set<Int32> = [], sum = 0.0
                for access in activity.windows.accesses[window.range] where visited.insert(access.resource).inserted {
                    sum += surprise[Pair(user: window.user, resource: access.resource)] ?? 0
                }
                guard sum > 0 else { return 0 }
                let scale = variance[user] / mean[user]
                return GammaFunction.evidence(ofUpperTail: sum / scale, shape: mean[user] / scale).clampedEvidence
            }
        }

        func findings(in windows: [Int], of activity: Activity) -> [Finding?] {
            windows.map { index in
                let window = activity.windows.windows[index], user = Int(window.user)
                guard user < visited.count else { return nil }
                var met: Set<Int32> = []
                let own = window.range.filter { access in
                    let resource = activity.windows.accesses[access].resource
                    return met.insert(resource).inserted
                        && surprise[Pair(user: window.user, resource: resource)] != nil
                }
                guard !own.isEmpty else { return nil }
                func rarity(_ access: Int) -> Double {
                    surprise[Pair(user: window.user, resource: activity.windows.accesses[access].resource)] ?? 0
                }
                return Finding(
                    "\(Number.grouped(own.count)) of the account's own resources on one day, "
                        + "\(Activity.expected(visited[user])) expected",
                    numbers: ["own_resources": Double(own.count), "expected": visited[user]],
                    accesses: own.sorted { (rarity($1), $0) < (rarity($0), $1) })
            }
        }
    }
}
