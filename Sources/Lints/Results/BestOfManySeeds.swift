import Evaluation

/// Replicates that are missing from the report, or studies of the same test that are.
struct BestOfManySeeds: Lint {
    static let id = "best-of-many-seeds"
    static let pitfall = "only the replicates or the studies that came out well are reported"
    static let stages = [LintStage.finished]

    func check(_ subject: LintSubject) -> LintFinding {
        guard let (planned, reported) = subject.replicates else { return .warning("nothing is reported yet") }
        for (algorithm, count) in reported.sorted(by: { $0.key < $1.key }) where count != planned {
            return .failure("of \(planned) replicates \(count) are reported for \(algorithm)")
        }
        let others = subject.otherOpenings
        if let others, !others.areNone {
            let advice =
                others.openings + others.elsewhere > 0
                ? ": report all of these studies together, as 'accesslab compare' does, not the best of them" : ""
            return .warning(others.sentence + advice)
        }
        if planned == 1 { return .warning("there is one replicate: nobody knows how much is chance") }
        return .pass(
            "all \(planned) replicates of \(reported.count) algorithms are reported"
                + (others.map { "; " + $0.sentence } ?? ""))
    }
}
