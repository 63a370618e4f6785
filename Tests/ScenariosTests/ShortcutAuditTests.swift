import Evaluation
import Interactions
import Parameters
import Scenarios
import Statistics
import Testing

/// The test fold of the block model by default, with more people: simulated once.
private let organization = Result {
    let log = try Simulators.standard.simulator("block-model", parameters: ["users": .integer(4000)])
        .simulate(seed: Seed(7)).log
    return InjectionTarget(
        log: log, fold: try TimeSplit().split(log, population: .newPairsOfKnown).test, side: .whole(of: log))
}

@Suite("A shortcut audit of the scenarios")
struct ShortcutAuditTests {
    private static let ids = InjectionScenarios.standard.ids
    private let target: InjectionTarget

    init() throws { target = try organization.get() }

    private func matching(of cases: [LabeledAccess]) -> BenignMatching {
        BenignMatching(of: cases, profile: target.profile, scenarios: 1, using: RandomStream(seed: Seed(1)))
    }

    private func verdicts(of audit: ShortcutAudit) -> [ShortcutAudit.Scorer: ShortcutAudit.Verdict] {
        Dictionary(uniqueKeysWithValues: audit.findings.map { ($0.scorer, $0.verdict) })
    }

    // Newcomers match no known user or resource.
    @Test("finds matched cases without a shortcut", arguments: ids.filter { $0 != Newcomer.id })
    func matched(id: String) throws {
        let cases = labeledCases(of: target.window, with: try target.attacks(id, count: 900))
        let audit = try ShortcutAudit(
            of: cases, matching: matching(of: cases), scenario: 0, profile: target.profile, seed: Seed(1))
        let verdicts = verdicts(of: audit)
        #expect(audit.matched == 900 && audit.unmatched == 0)
        #expect(verdicts[.popularity] == .clean, "\(audit.findings)")
        #expect(verdicts[.activity] == .clean, "\(audit.findings)")
        // These two are left to chance, which one interval in twenty misses.
        #expect(verdicts[.rowOrder] != .shortcut, "\(audit.findings)")
        #expect(verdicts[.idHash] != .shortcut, "\(audit.findings)")
        #expect(audit.findings.allSatisfy { (0.46...0.54).contains($0.area.value) })
    }

    @Test("flags uniform pairs among all benign cases: rarity gives them away")
    func unmatched() throws {
        let cases = labeledCases(of: target.window, with: try target.attacks("uniform-pairs", count: 900))
        let audit = try ShortcutAudit(unmatched: cases, scenario: 0, profile: target.profile, seed: Seed(1))
        #expect(verdicts(of: audit)[.popularity] == .shortcut)
        #expect(!audit.isClean)
    }

    @Test("flags injected cases that stand behind the benign ones")
    func rowOrder() throws {
        let shuffled = labeledCases(of: target.window, with: try target.attacks("mimicry", count: 300))
        let cases = shuffled.filter { !$0.isInjected } + shuffled.filter(\.isInjected)
        let audit = try ShortcutAudit(
            of: cases, matching: matching(of: cases), scenario: 0, profile: target.profile, seed: Seed(1))
        #expect(verdicts(of: audit)[.rowOrder] == .shortcut)
    }

    @Test("says so where newcomers match no case")
    func newcomers() throws {
        let cases = labeledCases(of: target.window, with: try target.attacks("newcomer", count: 50))
        let audit = try ShortcutAudit(
            of: cases, matching: matching(of: cases), scenario: 0, profile: target.profile, seed: Seed(1))
        #expect(audit.findings.isEmpty && audit.matched == 0 && audit.unmatched == 50)
    }

    @Test("cannot tell from few cases")
    func fewCases() throws {
        let cases = labeledCases(of: target.window, with: try target.attacks("mimicry", count: 12))
        let audit = try ShortcutAudit(
            of: cases, matching: matching(of: cases), scenario: 0, profile: target.profile, seed: Seed(1))
        #expect(verdicts(of: audit)[.idHash] != .clean)
        let wide = Estimate(value: 0.52, interval: 0.4...0.64, method: "")
        let narrow = Estimate(value: 0.52, interval: 0.51...0.53, method: "")
        let offset = Estimate(value: 0.54, interval: 0.51...0.57, method: "")
        let none = Estimate(value: 0.5, interval: nil, method: "")
        let verdicts = [wide, narrow, offset, none].map { ShortcutAudit.verdict(on: $0, injected: 100, benign: 100) }
        #expect(verdicts == [.tooFewCases, .clean, .shortcut, .tooFewCases])
        let apart = Estimate(value: 1, interval: nil, method: "")
        #expect(ShortcutAudit.verdict(on: apart, injected: 100, benign: 100) == .shortcut)
        #expect(ShortcutAudit.verdict(on: apart, injected: 9, benign: 100) == .tooFewCases)
        // However many injected cases share them, a few benign ones tell nothing.
        #expect(ShortcutAudit.verdict(on: apart, injected: 100, benign: 9) == .tooFewCases)
    }
}
