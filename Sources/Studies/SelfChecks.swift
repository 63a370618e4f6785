import AccessLogs
package import Concurrency
import Detectors
import Evaluation
import Experiments
package import Foundation
package import Lints

/// The checks of the program itself, made on a small experiment with every built-in detector.
///
/// They hold for every experiment alike: what they check is made by the program, and nothing that a user gives can make
/// them fail.
package struct SelfChecks: Sendable {
    private let components: StudyComponents

    package init(_ components: StudyComponents) {
        self.components = components
    }

    /// Makes the checks of ``Lints/selfChecks``.
    ///
    /// - Parameter folder: is made for the data, and removed at the end.
    /// - Throws: ``StudyError``, `FileError` where the small experiment cannot be made.
    package func reports(keepingIn folder: URL, workers: Workers) throws -> [LintReport] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let own = components.detectors.types.filter { !$0.traits.contains(.isForeign) }
        let specification = try ExperimentSpecification(
            parsing: Self.experiment(detectors: own.map { $0.id }), file: "self-checks",
            catalogue: components.catalogue)
        // No test is opened; a ledger of the folder's own keeps the user's out of it.
        let setup = try StudySetup(
            specification, components: components, paths: .ofWorkingFolder,
            openings: OpeningsLedger(at: folder.appendingPathComponent("openings.jsonl")))
        guard let source = specification.datasets.first else { throw StudyError("the self-checks have no dataset") }
        let data = try StudyData(
            source, of: setup, keepingIn: folder, workers: workers, isCancelled: { false }, report: { _ in })
        let sealed = try data.sealedTest(of: source.name, ledgers: setup.ledgers(of: source, in: folder))
        let runner = TrialRunner(
            components: components, metrics: specification.metrics.compactMap { components.metrics[$0] },
            budgets: specification.budgets.alertsPerDay, scenarios: specification.injection.map(\.name),
            policy: specification.protocol.unscorable, seed: data.seed, blockDays: nil, isCancelled: { false },
            folder: folder.path, timeouts: FitTimeouts())
        let subject = LintSubject(
            setup, data, validation: try data.validationFolds().map(LintSubject.Phase.init), test: sealed.phases,
            earlierOpenings: UnsealingLedger.Openings(), plans: setup.plan.trials.map { [$0] }, dataset: source.name,
            runner: runner)
        return try Lints.selfChecks.check(subject, at: .prepared)
    }

    /// An organisation that is simulated, and every detector fitted, within a second or two.
    private static func experiment(detectors: [String]) -> String {
        """
        name: self-checks
        datasets: [{simulate: {organisation: block-model, users: 90, departments: 4, shares: 60, days: 28, seed: 5}}]
        injection:
          - {scenario: uniform-pairs, count: 20}
          - {scenario: frequency-matched-pairs, count: 20}
          - {scenario: training-contamination, count: 10}
        seeds: {root: 3, replicates: 2}
        algorithms: [\(detectors.map { "{id: \($0)}" }.joined(separator: ", "))]
        search: {sampler: grid}
        """
    }
}
