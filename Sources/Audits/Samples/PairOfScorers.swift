import Evaluation
import Interactions
import Statistics

/// Cases of two scorers whose errors have the same distribution: normal, with parts that the accesses of an attack or a
/// user, and those of a resource, have in common.
struct PairOfScorers: Sendable {
    var attacks: Int
    /// Accesses of an attack, and of a benign user.
    var ofAttack = 1
    var users: Int
    var ofUser = 1
    /// How far injected cases lie above the others, in standard deviations of the rest.
    var separation = 1.5
    /// The fraction of the variance that cases of a cluster share, half of it in each scorer by itself.
    var within = 0.0
    /// The resources of injected cases, and of the others; 0 where they are unknown.
    var resources = 0
    /// The fraction of the variance that cases of a resource share in each scorer by itself.
    var ofResource = 0.0
    var days = 0
    /// Whether cases tell their attacks and users.
    var isClustered: Bool { ofAttack > 1 || ofUser > 1 }

    /// Two scorers' cases in the same order.
    func sample(_ seed: Seed) -> [[ScoredCases.Case]] {
        let random = RandomStream(seed: seed)
        func gaussian(_ variance: Double) -> Double { random.gaussian(standardDeviation: variance.squareRoot()) }
        let errors = (0..<2).map { _ in (0..<2 * resources).map { _ in gaussian(ofResource) } }
        let rest = (1 - within - ofResource) / 2
        var samples: [[ScoredCases.Case]] = [[], []]
        for cluster in 0..<attacks + users {
            let isInjected = cluster < attacks
            let shared = gaussian(within / 2), own = [gaussian(within / 2), gaussian(within / 2)]
            let day = random.index(below: max(1, days))
            for _ in 0..<(isInjected ? ofAttack : ofUser) {
                let resource = resources > 0 ? random.index(below: resources) + (isInjected ? 0 : resources) : -1
                let common = shared + gaussian(rest) + (isInjected ? separation : 0)
                let date = isInjected ? day : random.index(below: max(1, days))
                for scorer in 0..<2 {
                    let error = resource >= 0 ? errors[scorer][resource] : 0
                    samples[scorer].append(
                        ScoredCases.Case(
                            score: common + own[scorer] + error + gaussian(rest), isInjected: isInjected,
                            attack: isClustered && isInjected ? Int32(cluster) : -1,
                            user: isClustered ? Int32(cluster) : -1, resource: Int32(resource),
                            microseconds: days > 0 ? Int64(date) * 86_400_000_000 + Int64(cluster) : nil))
                }
            }
        }
        return samples
    }

    /// The cases of one scorer, ranked.
    func ranked(_ cases: [ScoredCases.Case]) throws -> ScoredCases {
        try ScoredCases(
            cases,
            window: ScoredCases.Window(
                days: days > 0 ? 0..<days : nil, activeUsers: attacks + users, accesses: cases.count),
            policy: .rankLast, scenarios: [])
    }

    /// Two scorers' cases, ranked.
    func ranked(_ seed: Seed) throws -> [ScoredCases] { try sample(seed).map(ranked) }
}
