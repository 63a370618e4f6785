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
