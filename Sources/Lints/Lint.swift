/// A check for one mistake that makes an experiment's results better than they are.
///
/// A lint is one file with one conforming type, and one line in ``Lints/standard``. The pitfalls are those of
/// evaluation in security: Arp et al., "Dos and don'ts of machine learning in computer security", USENIX Security 2022.
public protocol Lint: Sendable {
    /// The name in files, in kebab case: `future-in-training`.
    static var id: String { get }
    /// What would be wrong, in a few words.
    static var pitfall: String { get }
    /// When the check is made.
    static var stages: [LintStage] { get }

    init()

    /// Looks at an experiment on one dataset.
    ///
    /// - Throws: what fitting and scoring throw.
    func check(_ subject: LintSubject) throws -> LintFinding
}

extension Lint {
    public static var stages: [LintStage] { [.prepared] }
}

public enum LintStage: String, Hashable, Sendable {
    /// Once the data are divided and the anomalies injected, before any trial. Of each algorithm the first settings are
    /// looked at that can be fitted.
    case prepared
    /// Once settings are chosen, before the sealed test is opened: the subject then holds the programs of others whose
    /// chosen settings nobody has looked at yet.
    case chosen
    /// Once the sealed test has been measured.
    case finished
}

/// What a lint found.
public struct LintFinding: Hashable, Sendable {
    public let verdict: Verdict
    /// The numbers that the verdict rests on, in a sentence.
    public let evidence: String

    public enum Verdict: String, Hashable, Sendable, Codable {
        case pass, warning, failure
    }

    public static func pass(_ evidence: String) -> LintFinding { LintFinding(.pass, evidence) }
    public static func warning(_ evidence: String) -> LintFinding { LintFinding(.warning, evidence) }
    public static func failure(_ evidence: String) -> LintFinding { LintFinding(.failure, evidence) }

    private init(_ verdict: Verdict, _ evidence: String) {
        self.verdict = verdict
        self.evidence = evidence
    }

    /// One finding for those on several algorithms: the gravest verdict, with the names of the algorithms that it is
    /// about, the gravest first.
    static func combined(_ findings: [(algorithm: String, finding: LintFinding)]) -> LintFinding {
        for verdict in [Verdict.failure, .warning] {
            let grave = findings.filter { $0.finding.verdict == verdict }
            guard !grave.isEmpty else { continue }
            return LintFinding(verdict, grave.map { "\($0.algorithm): \($0.finding.evidence)" }.joined(separator: "; "))
        }
        var algorithms: [String: [String]] = [:], texts: [String] = []
        for (algorithm, finding) in findings {
            if algorithms[finding.evidence] == nil { texts.append(finding.evidence) }
            algorithms[finding.evidence, default: []].append(algorithm)
        }
        return .pass(
            texts.map { text in
                let names = algorithms[text] ?? []
                let shown = names.prefix(3).joined(separator: ", ")
                return (names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown) + ": " + text
            }.joined(separator: "; "))
    }
}

/// A lint's finding on a dataset, as results keep it.
public struct LintReport: Hashable, Sendable, Codable {
    public let lint: String
    public let pitfall: String
    public let dataset: String
    public let verdict: LintFinding.Verdict
    public let evidence: String
}
