import AccessLogs
import Interactions

/// A vocabulary, a scaling or a popularity taken from all data: everything must be fitted on training accesses.
struct FittedOnEverything: Lint {
    static let id = "fitted-on-everything"
    static let pitfall = "names, scales or popularity are taken from the test data too"
    static let stage = LintStage.prepared

    func check(_ subject: LintSubject) throws -> LintFinding {
        for phase in subject.validation + subject.test {
            let expected = InteractionMatrix(
                counting: phase.fold.training, of: subject.log, adding: phase.contamination)
            let (users, resources) = (phase.training.users.count, phase.training.resources.count)
            guard expected.users.names == phase.training.users.names,
                expected.resources.names == phase.training.resources.names
            else {
                return .failure(
                    "models know \(users) users and \(resources) resources, the training accesses have "
                        + "\(expected.users.count) and \(expected.resources.count)")
            }
        }
        guard let phase = subject.test.first else { return .pass("there is no test fold") }
        var permuted = phase
        permuted.cases.reverse()
        let digest = try subject.modelDigest(phase), other = try subject.modelDigest(permuted)
        guard digest == other else {
            return .failure("another order of the test rows gives another model: \(digest), \(other)")
        }
        return .pass("users and resources are those of training; another order of the test rows gives the same model")
    }
}
