import Evaluation
import Interactions

/// Attacks whose windows stand out by a count or an hour alone, and none in the experiment whose windows do not.
///
/// A window is an account in a day. A shortcut raises the windows of each day with the most accesses, with the most distinct
/// resources, or with the rarest hour of the day, up to a budget of ten alerts a day, or of one window in a hundred where
/// there are fewer than a thousand a day.
struct EasyWindows: Lint {
    static let id = "easy-windows"
    static let pitfall = "all attacks are found by how much an account does in a day, or at which hour, alone"

    /// The fraction of the attacks that a shortcut finds where signals hardly can find more.
    private static let easy = 0.8
    private static let alertsPerDay = 10.0

    func check(_ subject: LintSubject) -> LintFinding {
        guard subject.measuresIncidents else { return .pass("incidents are not measured") }
        guard let phase = subject.test.first else { return .pass("there is no test fold") }
        let shortcuts = WindowShortcuts(on: phase, in: subject.log)
        var easy: [String] = [], hard: [String] = []
        for (scenario, id) in subject.scenarios.enumerated() {
            let found = shortcuts.recalls(of: scenario) { min(Self.alertsPerDay, Double($0) / 100) }
            guard let found, let best = zip(shortcuts.names, found).max(by: { $0.1 < $1.1 }) else { continue }
            let text = "\(id) (\(best.0) alone finds \((best.1 * 100).rounded() / 100))"
            if best.1 >= Self.easy { easy.append(text) } else { hard.append(text) }
        }
        guard !easy.isEmpty else {
            return .pass(
                hard.isEmpty
                    ? "there are too few attacks to tell" : "no shortcut finds most: " + hard.joined(separator: ", "))
        }
        guard hard.isEmpty else {
            return .pass(
                "\(easy.joined(separator: ", ")) can be found without any signal; \(hard.joined(separator: ", ")) cannot"
            )
        }
        return .warning(
            "shortcuts find the attacks of every scenario: \(easy.joined(separator: ", ")). Signals that are compared on "
                + "these alone are compared by how they count: inject 'mimicry' or 'low-and-slow' too")
    }
}
