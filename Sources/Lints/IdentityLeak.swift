import Evaluation
import Interactions
import Statistics

/// Injected accesses that can be told by their user, their resource or their position in the list.
///
/// Scorers that use no relation between users and resources rank the injected cases among benign ones of like activity
/// and popularity; their area under the ROC curve must be a half. The order of rows and a hash of the identities are
/// matters of the set-up, and finding anything by them is a failure; activity and popularity are matters of the
/// matching.
struct IdentityLeak: Lint {
    static let id = "identity-leak"
    static let pitfall = "injected accesses are told by names, by their order, or by how active or popular they are"
    static let stage = LintStage.prepared

    func check(_ subject: LintSubject) throws -> LintFinding {
        let phases = subject.validation + subject.test
        var clean = 0, shortcuts: [String] = [], leaks: [String] = [], untold: [String] = []
        // Many scorers on many scenarios: each has to be farther from a half than chance takes the farthest of them.
        let comparisons = Double(subject.scenarios.count * ShortcutAudit.Scorer.allCases.count)
        for (scenario, id) in subject.scenarios.enumerated() {
            let audits = try phases.enumerated().map { index, phase in
                try ShortcutAudit(
                    of: phase.cases, matching: phase.matching, scenario: scenario, profile: phase.profile,
                    seed: Seed(0).derived("identity leak", scenario, index))
            }
            for scorer in ShortcutAudit.Scorer.allCases {
                let findings = audits.compactMap { $0.findings.first { $0.scorer == scorer } }
                if let apart = findings.first(where: { $0.verdict == .shortcut && $0.area.interval == nil }) {
                    leaks.append("\(scorer.rawValue) on \(id): \(apart.area.value), without exception")
                    continue
                }
                let areas = findings.map(\.area)
                guard let area = Area(meanOf: areas) else {
                    untold.append(
                        "\(scorer.rawValue) on \(id) (\(areas.first { $0.interval == nil }?.method ?? "no benign case is like its"))"
                    )
                    continue
                }
                let text = "\(scorer.rawValue) on \(id): \(area)"
                if area.isClean {
                    clean += 1
                } else if area.isShortcut(among: comparisons) {
                    let isByDesign = scorer == .popularity || scorer == .activity
                    if isByDesign || abs(area.mean - 0.5) < Self.leak {
                        shortcuts.append(text)
                    } else {
                        leaks.append(text)
                    }
                } else {
                    untold.append(text)
                }
            }
        }
        guard leaks.isEmpty else { return .failure("told by \(leaks.joined(separator: ", "))") }
        guard shortcuts.isEmpty else {
            return .warning("matched cases are still told apart by \(shortcuts.joined(separator: ", "))")
        }
        let evidence = "\(clean) scorers that know nothing have intervals within 0.45 to 0.55 on matched cases"
        guard untold.isEmpty else {
            return .warning(evidence + "; too few cases to tell: \(untold.joined(separator: ", "))")
        }
        return .pass(evidence)
    }

    /// The mean area of a scorer over the folds, whose injections are drawn apart.
    private struct Area: CustomStringConvertible {
        let mean: Double
        let halfWidth: Double

        /// - Returns: nil where no fold has an interval.
        init?(meanOf areas: [Estimate]) {
            let widths = areas.compactMap { $0.interval.map { ($0.upperBound - $0.lowerBound) / 2 } }
            guard !widths.isEmpty, widths.count == areas.count else { return nil }
            mean = areas.reduce(0) { $0 + $1.value } / Double(areas.count)
            halfWidth = widths.reduce(0) { $0 + $1 * $1 }.squareRoot() / Double(widths.count)
        }

        var isClean: Bool {
            ShortcutAudit.tolerance.contains(mean - halfWidth) && ShortcutAudit.tolerance.contains(mean + halfWidth)
        }

        /// Whether the mean differs from 0.5 at the 5 % level, two-sided, with Bonferroni's correction for
        /// `comparisons` comparisons.
        func isShortcut(among comparisons: Double) -> Bool {
            guard halfWidth > 0 else { return mean != 0.5 }
            let deviations = abs(mean - 0.5) / (halfWidth / 1.96)
            return 2 * Normal.upperTail(deviations) * comparisons < 0.05
        }

        var description: String {
            func short(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
            return "\(short(mean)) ± \(short(halfWidth))"
        }
    }

    /// The least distance of an area from a half that is taken for a leak.
    private static let leak = 0.2
}
