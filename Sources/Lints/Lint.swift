/// A check for one mistake that makes an experiment's results better than they are.
///
/// A lint is one file with one conforming type, and one line in ``Lints/standard``. The pitfalls are those of
/// evaluation in security: Arp et al., "Dos and don'ts of machine learning in computer security", USENIX Security 2022.
package protocol Lint: Sendable {
    /// The name in files, in kebab case: `future-in-training`.
    static var id: String { get }
    /// What would be wrong, in a few words.
    static var pitfall: String { get }
    /// When the check is made.
    static var stages: [LintStage] { get }

    init()

    /// Looks at an experiment on one dataset.
    ///
    /// - Throws: what fitting and scoring throw.
    func check(_ subject: LintSubject) throws -> LintFinding
}

extension Lint {
    package static var stages: [LintStage] { [.prepared] }
}

package enum LintStage: String, Hashable, Sendable {
    /// Once the data are divided and the anomalies injected, before any trial. Of each algorithm the first settings are
    /// looked at that can be fitted.
    case prepared
    /// Once settings are chosen, before the sealed test is opened: the subject then holds the programs of others whose
    /// chosen settings nobody has looked at yet.
    case chosen
    /// Once the sealed test has been measured.
    case finished
}
