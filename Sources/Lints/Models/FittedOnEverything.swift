import AccessLogs
import Interactions

/// A vocabulary taken from all data: everything must be fitted on training accesses.
struct FittedOnEverything: Lint {
    static let id = "fitted-on-everything"
    static let pitfall = "names, scales or popularity are taken from the test data too"

    func check(_ subject: LintSubject) -> LintFinding {
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
        return .pass("users and resources are those of training")
    }
}
