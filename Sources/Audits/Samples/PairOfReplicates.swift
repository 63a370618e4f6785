import Concurrency
import Evaluation
import Interactions
import Statistics

/// Cases of two scorers in replicates of one log: the benign accesses and the scorers' errors on them are the same in all,
/// attacks differ. Errors are normal, and of the same distribution for both scorers.
struct PairOfReplicates: Sendable {
    var replicates: Int
    var users: Int
    /// Benign accesses of each user.
    var ofUser: Int
    var resources: Int
    /// In each replicate, of one access each.
    var attacks: Int
    /// How far injected cases lie above the others, in standard deviations.
    var separation = 1.5
    /// The fractions of the variance that cases of a user, and those of a resource, have in common in one scorer.
    var withinUser = 0.0
    var withinResource = 0.0

    /// By replicate and scorer.
    func sample(_ seed: Seed) -> [[ScoredTable]] {
        let random = RandomStream(seed: seed)
        func gaussian(_ variance: Double) -> Double { random.gaussian(standardDeviation: variance.squareRoot()) }
        let own = 1 - withinUser - withinResource
        let ofResources = (0..<2).map { _ in (0..<resources).map { _ in gaussian(withinResource) } }
        var benign: [[ScoredCases.Case]] = [[], []]
        for user in 0..<users {
            let errors = [gaussian(withinUser), gaussian(withinUser)]
            for _ in 0..<ofUser {
                let resource = random.index(below: resources)
                for scorer in 0..<2 {
                    benign[scorer].append(
                        ScoredCases.Case(
                            score: errors[scorer] + ofResources[scorer][resource] + gaussian(own), isInjected: false,
                            user: Int32(user), resource: Int32(resource)))
                }
            }
        }
        return (0..<replicates).map { _ in
            var cases = benign
            for attack in 0..<attacks {
                let resource = random.index(below: resources)
                for scorer in 0..<2 {
                    let error = ofResources[scorer][resource] + gaussian(withinUser) + gaussian(own)
                    cases[scorer].append(
                        ScoredCases.Case(
                            score: separation + error, isInjected: true, scenario: 0, attack: Int32(attack),
                            user: Int32(users + attack), resource: Int32(resource)))
                }
            }
            return cases.map { ScoredTable($0, scenarios: ["attack"]) }
        }
    }

    /// The difference of the areas of both, as `accesslab compare` finds it.
    func areas(_ seed: Seed) throws -> SharedReplicates {
        let tables = sample(seed), metric = ROCAUC()
        let question = SharedCaseResampling.Question(
            metric: metric, budget: 0, slice: Evaluation.pooled, policy: .rankLast)
        let shared = try SharedCaseResampling(
            scorers: 2, replicates: replicates, question: question,
            by: IntervalEstimation(replicates: 200, seed: seed, workers: .one)
        ) { tables[$0][$1] }
        let differences = try tables.map { tables in
            let areas = try tables.map { table in
                let cases = RankedCases(try table.ranked(policy: .rankLast))
                return metric.value(for: cases, alerts: AlertBudget(cases, budget: 0)).number ?? .nan
            }
            return areas[0] - areas[1]
        }
        return try SharedReplicates(
            values: differences, draws: shared.draws[0].less(shared.draws[1]), units: shared.units)
    }
}
