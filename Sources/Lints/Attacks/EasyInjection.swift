import Foundation
import Interactions
import Statistics

/// Attacks that rarity or activity alone finds, and none in the experiment that it does not find.
struct EasyInjection: Lint {
    static let id = "easy-injection"
    static let pitfall = "all attacks are on rarer resources, or by busier users, than benign accesses"

    /// The area under the ROC curve that a scorer without any knowledge of relations must certainly exceed.
    private static let easy = 0.6

    /// What can be known of an access without knowing who accesses what.
    private static let rules: [(name: String, score: @Sendable (LabeledAccess, TrainingProfile) -> Double)] = [
        ("rarity", { -degree($1.popularity(ofResource: $0.resource)) - degree($1.activity(ofUser: $0.user)) }),
        ("rarity of the resource", { -degree($1.popularity(ofResource: $0.resource)) }),
        ("activity of the user", { degree($1.activity(ofUser: $0.user)) }),
    ]

    private static func degree(_ count: Int) -> Double { log(Double(max(1, count))) }

    func check(_ subject: LintSubject) -> LintFinding {
        guard let phase = subject.test.first else { return .pass("there is no test fold") }
        let benign = phase.cases.filter { $0.label == .benign }
        var easy: [String] = [], hard: [String] = []
        for (scenario, id) in subject.scenarios.enumerated() {
            let injected = phase.cases.filter { $0.isInjected && $0.step?.scenario == scenario }
            guard !injected.isEmpty, !benign.isEmpty else { continue }
            let areas = Self.rules.map { rule in
                (name: rule.name, area: Self.area(injected, benign) { rule.score($0, phase.profile) })
            }
            if let best = areas.max(by: { $0.area.least < $1.area.least }), best.area.least > Self.easy {
                easy.append("\(id) (\(best.name) alone has \((best.area.value * 1000).rounded() / 1000))")
            } else {
                hard.append(id)
            }
        }
        guard !easy.isEmpty else { return .pass("neither rarity nor activity alone finds the attacks") }
        guard hard.isEmpty else {
            return .pass(
                "\(easy.joined(separator: ", ")) can be found without knowing who accesses what; "
                    + "\(hard.joined(separator: ", ")) cannot")
        }
        return .warning(
            "the area under the ROC curve is high without knowing who accesses what: \(easy.joined(separator: ", ")). "
                + "Settings that are chosen on these attacks are chosen for rarity: inject 'frequency-matched-pairs' too and "
                + "choose by it (objective: {scenario: frequency-matched-pairs}). \(Self.matched(phase, subject.scenarios))"
        )
    }

    /// What the rows `/matched` are worth.
    private static func matched(_ phase: LintSubject.Phase, _ scenarios: [String]) -> String {
        let parts = zip(scenarios, zip(phase.matching.sets, phase.matching.unmatched)).map { name, cases in
            "\(cases.0.count) of \(cases.0.count + cases.1.count) injected accesses in '\(name)/matched'"
        }
        guard phase.matching.sets.contains(where: { !$0.isEmpty }) else {
            return "The rows '/matched' do not help: no benign access is as active and as popular as these"
        }
        return "The rows '/matched' leave rarity out, with " + parts.joined(separator: ", ")
    }

    /// The area under the ROC curve, and the lower end of its 95 % interval by Hanley and McNeil, "The meaning and use of
    /// the area under a receiver operating characteristic (ROC) curve", Radiology 143 (1982).
    private static func area(
        _ injected: [LabeledAccess], _ benign: [LabeledAccess], _ score: (LabeledAccess) -> Double
    ) -> (value: Double, least: Double) {
        let positives = Double(injected.count), negatives = Double(benign.count)
        let ranks = MidRanks(of: injected.map(score) + benign.map(score)).ranks
        let sum = ranks.prefix(injected.count).reduce(0, +)
        let value = (sum - positives * (positives + 1) / 2) / (positives * negatives)
        return (value, value - AreaPrecision(positives: positives, negatives: negatives).halfWidth(at: value))
    }
}
