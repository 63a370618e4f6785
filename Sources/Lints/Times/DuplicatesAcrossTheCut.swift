import Interactions

/// Benign cases that training holds, or that are measured twice.
struct DuplicatesAcrossTheCut: Lint {
    static let id = "duplicates-across-the-cut"
    static let pitfall = "the same pair is learned from and measured, or measured twice"

    func check(_ subject: LintSubject) -> LintFinding {
        var known = 0, total = 0
        for phase in subject.validation + subject.test {
            let training = PairSet(of: phase.fold.training, in: subject.log)
            var measured = PairSet()
            for access in phase.cases where access.label == .benign {
                total += 1
                if training.contains(user: access.user, resource: access.resource) { known += 1 }
                guard measured.insert(user: access.user, resource: access.resource) else {
                    return .failure("a benign pair is measured twice in one window")
                }
            }
        }
        guard known > 0 else { return .pass("none of \(total) benign cases is of a pair that training holds") }
        let count = "\(known) of \(total) benign cases are of pairs that training holds"
        return subject.population == .allPairs
            ? .warning(count + ", as the population all-pairs asks: they are easy, and measurements are inflated")
            : .failure(count + ", though the population is \(subject.population.rawValue)")
    }
}
