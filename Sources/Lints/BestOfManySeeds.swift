/// Replicates that are missing from the report.
struct BestOfManySeeds: Lint {
    static let id = "best-of-many-seeds"
    static let pitfall = "only the replicates that came out well are reported"
    static let stages = [LintStage.finished]

    func check(_ subject: LintSubject) -> LintFinding {
        guard let (planned, reported) = subject.replicates else { return .warning("nothing is reported yet") }
        for (algorithm, count) in reported.sorted(by: { $0.key < $1.key }) where count != planned {
            return .failure("of \(planned) replicates \(count) are reported for \(algorithm)")
        }
        return planned == 1
            ? .warning("there is one replicate: nobody knows how much is chance")
            : .pass("all \(planned) replicates of \(reported.count) algorithms are reported")
    }
}
