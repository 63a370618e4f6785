package import Foundation
package import Lints

/// A study that does not run because lints fail: its measurements would be misleading.
package struct StudyRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the lints found that failed.
    package let findings: [LintReport]
    package let description: String

    init(_ findings: [LintReport], dataset: String, folder: URL) {
        self.findings = findings
        description =
            "the experiment would deceive itself on \(dataset): "
            + findings.map { "\($0.lint): \($0.evidence)" }.joined(separator: "; ")
            + "; \(StudyFileName.lints.url(in: folder).path) has what all lints found"
    }
}
