/// A program of somebody else that is far better than everything else.
struct TooGoodToBeTrue: Lint {
    static let id = "too-good-to-be-true"
    static let pitfall = "a program knows what it is measured on"
    static let stages = [LintStage.finished]

    /// An area that hardly any detector reaches, and one that the best built-in detector has where attacks are easy.
    private static let perfect = 0.99, easy = 0.9
    /// The area from which on a program is compared with detectors that know who accesses what, and by what factor its
    /// distance from 1 may be smaller than theirs.
    private static let good = 0.9, factor = 4.0

    func check(_ subject: LintSubject) throws -> LintFinding {
        guard !subject.foreign.isEmpty else { return .pass("no program of somebody else takes part") }
        guard !subject.testAreas.isEmpty else {
            return .warning("roc_auc is not among the metrics, so that nobody can tell whether a program is too good")
        }
        let own = subject.algorithms.filter { !$0.isForeign && subject.testAreas[$0.id] != nil }
        let best = own.max { (subject.testAreas[$0.id] ?? 0) < (subject.testAreas[$1.id] ?? 0) }
        let bestKnowing = own.filter(\.usesNeighbors).compactMap { subject.testAreas[$0.id] }.max()
        return try subject.finding(on: subject.foreign) { algorithm in
            guard let area = subject.testAreas[algorithm.id] else { return .pass("it was not chosen") }
            let text = "its area under the ROC curve is \(Self.text(area))"
            guard let best, let other = subject.testAreas[best.id] else {
                return area > Self.perfect
                    ? .warning(text + ", and no built-in detector takes part: add one to compare with") : .pass(text)
            }
            let comparison = text + ", that of \(best.id) \(Self.text(other))"
            let isPerfect = area > Self.perfect && other < Self.easy
            let isAlone = area > Self.good && bestKnowing.map { (1 - area) * Self.factor < 1 - $0 } ?? false
            return isPerfect || isAlone
                ? .warning(comparison + ": see whether the program has the log, or what it was asked before")
                : .pass(comparison)
        }
    }

    private static func text(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
