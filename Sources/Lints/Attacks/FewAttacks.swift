import Interactions

/// So few attacks, or so few benign users, that figures hardly say anything.
///
/// Attacks are courses of accesses of one actor and count once; those of all replicates count, as each draws its own.
/// Benign accesses of one user count once too, and are the same in all replicates.
struct FewAttacks: Lint {
    static let id = "few-attacks"
    static let pitfall = "there are so few attacks or benign users that any result may be chance"

    /// An area that a good detector has, and the half of its interval from which on that is hardly known, or not at all.
    private static let area = 0.8, wide = 0.1, useless = 0.25

    func check(_ subject: LintSubject) -> LintFinding {
        var widest = 0.0, evidence = ""
        for (side, phases) in [("validation", subject.validation), ("the sealed test", subject.test)] {
            var attacks = 0, users: Set<Int32> = []
            for phase in phases {
                var numbers: Set<Int> = []
                for access in phase.cases {
                    if access.isInjected, let step = access.step { numbers.insert(step.attack) }
                    if access.label == .benign { users.insert(access.user) }
                }
                attacks += numbers.count
            }
            guard attacks > 0, !users.isEmpty else { return .failure("\(side) has no attack, or no benign case") }
            let width = AreaPrecision(positives: Double(attacks), negatives: Double(users.count))
                .halfWidth(at: Self.area)
            guard width > widest else { continue }
            widest = width
            evidence =
                "\(attacks) attacks and the benign accesses of \(users.count) users in all replicates of \(side) tell an "
                + "area of \(Self.area) to within ± \((width * 100).rounded() / 100)"
        }
        if widest > Self.useless {
            return .failure(evidence + ", which is next to nothing: inject more, or use more days")
        }
        return widest > Self.wide
            ? .warning(evidence + ": inject more attacks, or use more replicates or days") : .pass(evidence)
    }
}
