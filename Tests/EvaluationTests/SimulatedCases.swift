import Evaluation
import Interactions
import Statistics

/// Cases drawn at random: attacks of two scenarios, three accesses each, among benign accesses of users.
struct SimulatedCases {
    var attacks = 20
    var benign = 400
    var users = 30
    var days = 10
    var shift = 1.5
    var isClustered = true
    var seed: UInt64 = 1

    /// The cases by number, with the scores of a detector whose errors the seed determines.
    func cases(detector: Int = 0) -> [ScoredCases.Case] {
        let random = RandomStream(seed: Seed(seed)),
            noise = RandomStream(seed: Seed(seed).derived("detector", detector))
        let habits = (0..<users).map { _ in random.gaussian(standardDeviation: 0.5) }
        return (0..<3 * attacks + benign).map { index in
            let attack = index < 3 * attacks ? Int32(index / 3) : -1
            let user = random.index(below: users)
            let score = habits[user] + noise.gaussian() + (attack < 0 ? 0 : shift)
            let hours = Int64(random.index(below: 24 * days))
            return ScoredCases.Case(
                score: score, isInjected: attack >= 0, scenario: attack < 0 ? -1 : attack % 2,
                attack: isClustered ? attack : -1, user: isClustered ? Int32(user) : -1,
                microseconds: hours * 3_600_000_000)
        }
    }

    func ranked(detector: Int = 0) throws -> ScoredCases { try ranked(cases(detector: detector)) }

    func ranked(_ cases: [ScoredCases.Case]) throws -> ScoredCases {
        try ScoredCases(
            cases, window: ScoredCases.Window(days: 0..<days, activeUsers: users, accesses: 3 * benign),
            policy: .rankLast, scenarios: ["first", "second"])
    }
}
