/// A lint's finding on a dataset, as results keep it.
public struct LintReport: Hashable, Sendable, Codable {
    public let lint: String
    public let pitfall: String
    public let dataset: String
    public let verdict: LintFinding.Verdict
    public let evidence: String
}
