import Evaluation
import Interactions

/// Figures of incidents that a shortcut reaches as well: one rule that ranks the accounts of a day by a count or an hour alone
/// finds as many attacks, in the mean over the scenarios and with the same number of alerts, as the best algorithm does with
/// all signals.
struct ShortcutWindows: Lint {
    static let id = "shortcut-windows"
    static let pitfall = "what signals find, the number of accesses of a day or their hour alone finds as well"
    static let stages = [LintStage.finished]

    /// By how much the best algorithm has to find more.
    private static let margin = 0.02

    func check(_ subject: LintSubject) -> LintFinding {
        guard subject.measuresIncidents else { return .pass("incidents are not measured") }
        guard let phase = subject.test.first, let achieved = subject.testRecall else {
            return .pass("what incidents find was not measured")
        }
        let shortcuts = WindowShortcuts(on: phase, in: subject.log)
        var measured = 0.0, found = [Double](repeating: 0, count: shortcuts.names.count), compared = 0.0
        for (scenario, id) in subject.scenarios.enumerated() {
            guard let recall = achieved.byScenario[id],
                let recalls = shortcuts.recalls(of: scenario, budget: { _ in achieved.budget })
            else { continue }
            measured += recall
            compared += 1
            for (index, recall) in recalls.enumerated() { found[index] += recall }
        }
        guard compared > 0, let best = zip(shortcuts.names, found).max(by: { $0.1 < $1.1 }) else {
            return .pass("there are too few attacks to tell")
        }
        func mean(_ sum: Double) -> Double { (sum / compared * 1000).rounded() / 1000 }
        let evidence =
            "\(best.0) alone finds \(mean(best.1)) of the attacks in the mean over the scenarios, and the best algorithm "
            + "with all signals \(mean(measured))"
        return best.1 > measured - Self.margin * compared
            ? .warning(evidence + ": what was measured may be a shortcut") : .pass(evidence)
    }
}
