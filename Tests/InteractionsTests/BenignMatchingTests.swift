import AccessLogs
import Interactions
import Statistics
import Testing

@Suite("Benign matching")
struct BenignMatchingTests {
    /// Users 0..<100 of whom user `u` has the resources 0...u, so that activity and popularity take every value.
    private let log: AccessLog = {
        var log = AccessLog()
        for user in 0..<100 {
            for resource in 0...user {
                log.append(
                    AccessEvent(
                        user: AccountIdentity(name: "u\(user)"), resource: ResourceIdentity(name: "r\(resource)")))
            }
        }
        return log
    }()
    private var profile: TrainingProfile { TrainingProfile(of: Array(0..<log.count), in: log) }

    private func benign(_ count: Int, seed: UInt64 = 1) -> [LabeledAccess] {
        let random = RandomStream(seed: Seed(seed))
        return (0..<count).map { _ in
            LabeledAccess(
                user: Int32(random.index(below: 100)), resource: Int32(random.index(below: 100)), time: nil,
                label: .benign)
        }
    }

    private func injected(_ user: Int32, _ resource: Int32, scenario: Int = 0) -> LabeledAccess {
        let step = ScenarioStep(scenario: scenario, attack: 0, step: 0, severity: 1)
        return LabeledAccess(user: user, resource: resource, time: nil, label: .injected(step))
    }

    private func matching(_ cases: [LabeledAccess], scenarios: Int = 1, seed: UInt64 = 1) -> BenignMatching {
        BenignMatching(of: cases, profile: profile, scenarios: scenarios, using: RandomStream(seed: Seed(seed)))
    }

    @Test("takes cases of like activity and popularity, rather several than one often")
    func nearest() {
        let cases = benign(4000) + [injected(20, 30), injected(70, 60), injected(50, 50), injected(50, 50)]
        let matching = matching(cases)
        #expect(matching.sets[0].map(\.injected) == [4000, 4001, 4002, 4003])
        for set in matching.sets[0] {
            #expect(set.benign.count == 4)
            for index in set.benign {
                #expect(cases[index].label == .benign)
                #expect(abs(cases[index].user - cases[set.injected].user) <= 10)
                #expect(abs(cases[index].resource - cases[set.injected].resource) <= 10)
            }
        }
        let all = matching.sets[0].flatMap(\.benign)
        #expect(Set(all).count >= 12)
        #expect(matching.members[0] == (all + [4000, 4001, 4002, 4003]).sorted())
    }

    @Test("uses a case again where its cell has too few, and gives every injected case as many")
    func reuse() {
        let cases = benign(100) + (0..<60).map { _ in injected(50, 50) }
        let sets = matching(cases).sets[0]
        #expect(Set(sets.map(\.benign.count)).count <= 1)
        #expect(sets.isEmpty || Set(sets.flatMap(\.benign)).count < sets.count)
    }

    @Test("reports what has no match: newcomers, and cells without benign cases")
    func unmatched() {
        let known = benign(2000).filter { $0.user < 60 }
        let cases = known + [injected(100, 3), injected(30, 100), injected(30, 30), injected(30, 40, scenario: 1)]
        let matching = matching(cases, scenarios: 3)
        #expect(matching.unmatched == [[known.count, known.count + 1], [], []])
        #expect(matching.sets.map(\.count) == [1, 1, 0])
    }

    @Test("leaves benign twins alone, and is a function of the stream")
    func twins() {
        let step = ScenarioStep(scenario: 0, attack: 0, step: 0, severity: 1)
        let twins = (0..<2000).map { _ in LabeledAccess(user: 50, resource: 50, time: nil, label: .twin(step)) }
        let cases = benign(2000) + twins + [injected(50, 50)]
        let first = matching(cases)
        #expect(first.sets[0].flatMap(\.benign).allSatisfy { $0 < 2000 })
        #expect(first == matching(cases))
        #expect(matching([]).sets == [[]])
    }
}
