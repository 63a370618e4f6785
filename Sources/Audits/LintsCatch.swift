import Foundation
import Lints
package import Studies

/// Do lints catch what they are for, and let honest experiments pass?
///
/// A small experiment is prepared as a study prepares it. It is looked at as it is, where no lint may say anything, and with
/// one deception after the other, which its lint must refuse or warn of (`Deception`). Honest experiments with other data
/// and attacks follow. What takes whole runs, and programs of others, is in experiments/audit.
package struct LintsCatch: Audit {
    package let id = "lints-catch"
    package let question = "Do lints catch what they are for, and let honest experiments pass?"
    package let effort = 15.0
    private let components: StudyComponents
    private let lints: [any Lint.Type]

    /// - Parameter components: the lints that are asked, beside the self-checks of the program.
    package init(_ components: StudyComponents) {
        self.components = components
        lints = components.lints.all + Lints.selfChecks.all
    }

    package func checks(_ work: AuditWork) throws -> [AuditCheck] {
        let deceived = try experiment(root: 1, work) { try checks(of: $0, work) }
        let seeds = work.extent == .short ? 1 : 12
        var spoken: [String: [String]] = [:]
        for seed in 1...seeds {
            try work.checkCancellation()
            work.report(0.3 + 0.7 * Double(seed - 1) / Double(seeds))
            let reports = try experiment(root: seed + 1, work) { subject in
                try Lints(lints).check(Deception.honest(subject), at: .prepared)
            }
            for report in reports where report.verdict != .pass {
                spoken[report.lint, default: []].append("\(report.verdict.rawValue): \(report.evidence)")
            }
        }
        let honest = lints.filter { $0.stages.contains(.prepared) }.map { lint in
            let spoken = spoken[lint.id] ?? []
            return AuditCheck(
                "\(lint.id): honest experiments", expected: .words("pass"),
                found: .words("pass in \(seeds - spoken.count) of \(seeds)"), tolerance: "none",
                spoken.isEmpty ? .pass : .failure, detail: spoken.first ?? "")
        }
        return deceived + honest
    }

    /// What lints say of an honest experiment, and of every deception.
    private func checks(of subject: LintSubject, _ work: AuditWork) throws -> [AuditCheck] {
        let honest = Deception.honest(subject)
        var checks = try lints.map { lint in
            try Self.check("\(lint.id): nothing is wrong", lint, honest, expected: .pass)
        }
        for deception in Deception.all {
            try work.checkCancellation()
            guard let lint = lints.first(where: { $0.id == deception.lint }) else {
                checks.append(
                    AuditCheck(
                        "\(deception.lint): \(deception.name)", expected: .words(deception.expected.rawValue),
                        found: .words("no such lint"), tolerance: "none", .failure))
                continue
            }
            var deceived = honest
            try deception.change(&deceived)
            checks.append(
                try Self.check("\(lint.id): \(deception.name)", lint, deceived, expected: deception.expected))
        }
        let known = Set(Deception.all.map(\.lint))
        return checks
            + lints.filter { !known.contains($0.id) }.map { lint in
                AuditCheck(
                    "\(lint.id): a deception", expected: .words("a deception"), found: .words("none here"),
                    tolerance: "",
                    .unchecked, detail: "nothing is known that this lint has to catch")
            }
    }

    private static func check(
        _ name: String, _ lint: any Lint.Type, _ subject: LintSubject, expected: LintFinding.Verdict
    ) throws -> AuditCheck {
        let finding = try lint.init().check(subject)
        return AuditCheck(
            name, expected: .words(expected.rawValue), found: .words(finding.verdict.rawValue), tolerance: "none",
            finding.verdict == expected ? .pass : .failure, detail: finding.evidence)
    }

    private func experiment<Result>(
        root: Int, _ work: AuditWork, _ inspect: (LintSubject) throws -> Result
    ) throws -> Result {
        try SmallExperiment(Self.text(root: root), components: components).inspected(
            keepingIn: work.folder.appendingPathComponent(UUID().uuidString), workers: work.workers,
            isCancelled: work.isCancelled, inspect)
    }

    private static func text(root: Int) -> String {
        """
        name: honest
        datasets:
          - {simulate: {organisation: block-model, users: 200, departments: 5, shares: 90, days: 42, seed: \(root + 3)}}
        injection:
          - {scenario: uniform-pairs, count: 60}
          - {scenario: frequency-matched-pairs, count: 60}
        seeds: {root: \(root), replicates: 2}
        algorithms: [{id: item-knn}, {id: popularity}]
        search: {sampler: grid}
        """
    }
}
