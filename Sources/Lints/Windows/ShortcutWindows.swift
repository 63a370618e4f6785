import Evaluation
import Interactions

/// Figures of incidents that a shortcut reaches as well: one rule that ranks the accounts of a day by a count or an hour alone
/// finds as many attacks, in the mean over the scenarios and with the same number of alerts, as the best algorithm does with
/// all signals. The best is the one with the highest mean, and both are of the first replicate.
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
        let isMeasured = Set(achieved.byAlgorithm.values.flatMap(\.keys))
        var found = [Double](repeating: 0, count: shortcuts.names.count), compared: [String] = []
        for (scenario, id) in subject.scenarios.enumerated() where isMeasured.contains(id) {
            guard let recalls = shortcuts.recalls(of: scenario, budget: { _ in achieved.budget }) else { continue }
            compared.append(id)
            for (index, recall) in recalls.enumerated() { found[index] += recall }
        }
        // One that lacks a scenario has no mean that could be compared.
        let sums = achieved.byAlgorithm.values.compactMap { recalls in
            let values = compared.compactMap { recalls[$0] }
            return values.count == compared.count ? values.reduce(0, +) : nil
        }
        guard !compared.isEmpty, let best = zip(shortcuts.names, found).max(by: { $0.1 < $1.1 }) else {
            return .pass("there are too few attacks to tell")
        }
        guard let measured = sums.max() else { return .pass("no algorithm was measured on all scenarios") }
        let count = Double(compared.count)
        func mean(_ sum: Double) -> Double { (sum / count * 1000).rounded() / 1000 }
        let evidence =
            "\(best.0) alone finds \(mean(best.1)) of the attacks in the mean over the scenarios, and the best algorithm "
            + "with all signals \(mean(measured))"
        return best.1 > measured - Self.margin * count
            ? .warning(evidence + ": what was measured may be a shortcut") : .pass(evidence)
    }
}
