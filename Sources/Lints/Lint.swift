/// A check for one mistake that makes an experiment's results better than they are.
///
/// A lint is one file with one conforming type, and one line in ``Lints/standard``. The pitfalls are those of
/// evaluation in security: Arp et al., "Dos and don'ts of machine learning in computer security", USENIX Security 2022.
package protocol Lint: Sendable {
    /// The name in files, in kebab case: `future-in-training`.
    static var id: String { get }
    /// What would be wrong, in a few words.
    static var pitfall: String { get }
    /// When the check can be made.
    static var stage: LintStage { get }

    init()

    /// Looks at an experiment on one dataset.
    ///
    /// - Throws: what fitting and scoring throw.
    func check(_ subject: LintSubject) throws -> LintFinding
}

package enum LintStage: String, Hashable, Sendable {
    /// Once the data are divided and the anomalies injected, before any trial.
    case prepared
    /// Once the sealed test has been measured.
    case finished
}

/// What a lint found.
package struct LintFinding: Hashable, Sendable {
    package let verdict: Verdict
    /// The numbers that the verdict rests on, in a sentence.
    package let evidence: String

    package enum Verdict: String, Hashable, Sendable, Codable {
        case pass, warning, failure
    }

    package static func pass(_ evidence: String) -> LintFinding { LintFinding(.pass, evidence) }
    package static func warning(_ evidence: String) -> LintFinding { LintFinding(.warning, evidence) }
    package static func failure(_ evidence: String) -> LintFinding { LintFinding(.failure, evidence) }

    private init(_ verdict: Verdict, _ evidence: String) {
        self.verdict = verdict
        self.evidence = evidence
    }
}

/// A lint's finding on a dataset, as results keep it.
package struct LintReport: Hashable, Sendable, Codable {
    package let lint: String
    package let pitfall: String
    package let dataset: String
    package let verdict: LintFinding.Verdict
    package let evidence: String
}
