/// A lint's finding on a dataset, as results keep it.
package struct LintReport: Hashable, Sendable, Codable {
    package let lint: String
    package let pitfall: String
    package let dataset: String
    package let verdict: LintFinding.Verdict
    package let evidence: String
}
