import Foundation
import Lints
package import Studies

/// Does the program keep what it promises of every experiment?
///
/// The self-checks of `accesslab doctor`, on a small experiment with every built-in detector.
package struct SelfChecksPass: Audit {
    package let id = "self-checks"
    package let question = "Does the program keep what it promises of every experiment?"
    package let effort = 5.0
    private let components: StudyComponents

    /// - Parameter components: the detectors and metrics that are looked at.
    package init(_ components: StudyComponents) {
        self.components = components
    }

    package func checks(_ work: AuditWork) throws -> [AuditCheck] {
        let folder = work.folder.appendingPathComponent(UUID().uuidString)
        return try SelfChecks(components).reports(keepingIn: folder, workers: work.workers).map { report in
            AuditCheck(
                report.lint, expected: .words(LintFinding.Verdict.pass.rawValue),
                found: .words(report.verdict.rawValue),
                tolerance: "none", report.verdict == .pass ? .pass : .failure, detail: report.evidence)
        }
    }
}
