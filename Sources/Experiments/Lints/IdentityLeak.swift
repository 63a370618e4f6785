import Evaluation
import Interactions

/// Injected accesses that give themselves away by who, what or where in the list they are.
struct IdentityLeak: Lint {
    static let id = "identity-leak"
    static let pitfall = "injected accesses are told by names, by their order, or by how active or popular they are"
    static let stage = LintStage.prepared

    func check(_ subject: LintSubject) -> LintFinding { .pass("") }
}
