import Evaluation
import Interactions
import Statistics
import Testing

@Suite("A slice")
struct SliceTests {
    /// Cases of two tenants, some without a score.
    private func cases() -> [ScoredCases.Case] {
        let random = RandomStream(seed: Seed(12))
        let tenants = (0..<30).map { _ in Int32(random.index(below: 2)) }
        return SimulatedCases().cases().map { item in
            var item = item
            // An attack is one user's.
            if item.attack >= 0 { item.user = item.attack }
            item.tenant = tenants[Int(item.user)]
            if random.uniform() < 0.1 { item.score = nil }
            return item
        }
    }

    private func evaluated(
        _ cases: [ScoredCases.Case], policy: UnscorablePolicy, matched: [[Int]]? = nil
    ) throws -> [String: [String: MetricValue]] {
        let scored = try ScoredCases(
            cases, window: ScoredCases.Window(days: 0..<10, activeUsers: 30, accesses: 1_000), policy: policy,
            scenarios: ["first", "second"], tenants: ["north", "south"], matched: matched)
        var found: [String: [String: MetricValue]] = [:]
        for measurement in Evaluation(of: scored, metrics: Metrics.standard.all, budgets: [2, 6]).measurements {
            found[measurement.slice, default: [:]][measurement.metric] = measurement.value
        }
        return found
    }

    @Test("of a tenant is what its cases alone would give", arguments: UnscorablePolicy.allCases)
    func tenants(policy: UnscorablePolicy) throws {
        let cases = cases(), whole = try evaluated(cases, policy: policy)
        for (tenant, name) in ["tenant/north", "tenant/south"].enumerated() {
            let part = try evaluated(cases.filter { Int($0.tenant) == tenant }, policy: policy)
            #expect(whole[name] == part[Evaluation.pooled])
        }
    }

    @Test("of a scenario is what its attacks and all benign cases would give", arguments: UnscorablePolicy.allCases)
    func scenarios(policy: UnscorablePolicy) throws {
        let cases = cases(), whole = try evaluated(cases, policy: policy)
        for (scenario, name) in ["first", "second"].enumerated() {
            let part = try evaluated(cases.filter { $0.scenario < 0 || Int($0.scenario) == scenario }, policy: policy)
            #expect(whole[name] == part[Evaluation.pooled])
        }
    }

    @Test("of matched cases is what they and the attacks would give", arguments: UnscorablePolicy.allCases)
    func matched(policy: UnscorablePolicy) throws {
        let cases = cases()
        // Attacks without a match are not among them.
        let matched = [3, 5].enumerated().map { scenario, step in
            cases.indices.filter { index in
                cases[index].isInjected
                    ? Int(cases[index].scenario) == scenario && index % 2 == 0 : index % step == 0
            }
        }
        let whole = try evaluated(cases, policy: policy, matched: matched)
        for (scenario, name) in ["first/matched", "second/matched"].enumerated() {
            let part = matched[scenario].map { cases[$0] }
            let alone = try evaluated(part, policy: policy)[Evaluation.pooled]
            #expect(whole[name] == alone)
        }
    }

    @Test("of some days has them as its window")
    func days() throws {
        let whole = try SimulatedCases().ranked()
        let part = try #require(try whole.restricted(to: 3..<7))
        let cases = SimulatedCases().cases().filter { (3..<7).contains(Int(($0.microseconds ?? 0) / 86_400_000_000)) }
        #expect(part.count == cases.count)
        #expect(part.scores == cases.compactMap(\.score).sorted(by: >))
        #expect(part.window.days == 3..<7)
        #expect(part.window.activeUsers == Set(cases.filter { !$0.isInjected }.map(\.user)).count)
        #expect(part.window.accesses == cases.count { !$0.isInjected })
        let untimed = try Cases.scored([Cases.benign(1)])
        #expect(try untimed.restricted(to: 0..<1)?.count == nil)
    }
}
