import Evaluation
import Interactions
import Statistics

/// Injected accesses that can be told by how active their users or how popular their resources are.
///
/// A scorer that uses no relation between users and resources ranks the injected cases among benign ones of like activity
/// and popularity; its area under the ROC curve must be a half. Small deviations, and those that chance makes, are not
/// mentioned: how far figures can be trusted is said by their intervals. That neither the order of rows nor the numbers
/// of users and resources tell anything is a check of the program itself (``OrderAndNumbers``).
struct IdentityLeak: Lint {
    static let id = "identity-leak"
    static let pitfall = "injected accesses are told by how active or popular they are, among benign ones of like kind"

    private static let scorers: [ShortcutAudit.Scorer] = [.popularity, .activity]

    func check(_ subject: LintSubject) throws -> LintFinding {
        let sides = [subject.validation, subject.test]
        var clean = 0, untold = 0, told: [String] = [], separated: [String] = []
        // Many scorers on many scenarios: each has to be farther from a half than chance takes the farthest of them.
        let comparisons = Double(subject.scenarios.count * Self.scorers.count)
        for (scenario, id) in subject.scenarios.enumerated() {
            let findings = try sides.enumerated().map { side, phases in
                try phases.enumerated().flatMap { index, phase in
                    try ShortcutAudit(
                        of: phase.cases, matching: phase.matching, scenario: scenario, profile: phase.profile,
                        seed: Seed(0).derived("identity leak", scenario, side, index)
                    ).findings
                }
            }
            for scorer in Self.scorers {
                let own = findings.map { side in
                    side.filter {
                        $0.scorer == scorer && min($0.injectedUsers, $0.benignUsers) >= ShortcutAudit.fewestUsers
                    }
                }.filter { !$0.isEmpty }
                if let apart = own.joined().first(where: { $0.area.value == 0 || $0.area.value == 1 }) {
                    separated.append("\(scorer.rawValue) on \(id): \(apart.area.value), without exception")
                    continue
                }
                guard let area = Area(meanOf: own.map { $0.map(\.area) }) else {
                    untold += 1
                    continue
                }
                if area.isToldApart(among: comparisons) {
                    told.append("\(scorer.rawValue) on \(id): \(area)")
                } else {
                    clean += 1
                }
            }
        }
        guard separated.isEmpty else { return .failure("told by \(separated.joined(separator: ", "))") }
        guard told.isEmpty else {
            return .warning(
                "matched cases are still told apart by \(told.joined(separator: ", ")), where 0.5 is chance: what a "
                    + "detector is better by than that is its own")
        }
        return .pass(
            "neither activity nor popularity tells matched cases apart, in \(clean) comparisons"
                + (untold > 0 ? "; in \(untold) there are too few cases of a kind to tell" : ""))
    }

    /// The mean area of a scorer over validation and test, the half of its interval beside it.
    private struct Area: CustomStringConvertible {
        let mean: Double
        let halfWidth: Double

        /// The replicates of one side share its benign cases: their mean is taken to be no more certain than one of
        /// them.
        ///
        /// - Returns: nil where a side has no interval.
        init?(meanOf sides: [[Estimate]]) {
            guard !sides.isEmpty else { return nil }
            var sum = 0.0, squares = 0.0
            for side in sides {
                let widths = side.compactMap { $0.interval.map { ($0.upperBound - $0.lowerBound) / 2 } }
                guard !widths.isEmpty, widths.count == side.count else { return nil }
                sum += side.reduce(0) { $0 + $1.value } / Double(side.count)
                let width = widths.reduce(0, +) / Double(widths.count)
                squares += width * width
            }
            mean = sum / Double(sides.count)
            halfWidth = squares.squareRoot() / Double(sides.count)
        }

        /// Whether the mean is outside the tolerance and differs from a half at the 1 % level, two-sided, with
        /// Bonferroni's correction for `comparisons` comparisons.
        func isToldApart(among comparisons: Double) -> Bool {
            guard !ShortcutAudit.tolerance.contains(mean) else { return false }
            guard halfWidth > 0 else { return true }
            let deviations = abs(mean - 0.5) / (halfWidth / 1.96)
            return 2 * Normal.upperTail(deviations) * comparisons < 0.01
        }

        var description: String {
            func short(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
            return "\(short(mean)) ± \(short(halfWidth))"
        }
    }
}
