package import Concurrency
import Detectors
import Evaluation
import Experiments
package import Foundation
package import Lints
import Parameters

/// An experiment of the program's own, prepared as a study would prepare it, but never run: what checks of the program, and
/// of its lints, are made on.
package struct SmallExperiment: Sendable {
    private let text: String
    private let components: StudyComponents

    /// - Parameter text: the specification, as a file has it, with one dataset.
    package init(_ text: String, components: StudyComponents) {
        self.text = text
        self.components = components
    }

    /// Prepares the experiment, and looks at it as lints do.
    ///
    /// - Parameters:
    ///   - folder: is made for the data, and removed at the end.
    ///   - isCancelled: asked while data are made.
    ///   - inspect: what is to be done while the data are there.
    /// - Throws: ``StudyError``, `FileError`, `SpecificationErrors` where the experiment cannot be made; what `inspect`
    ///   throws.
    package func inspected<Result>(
        keepingIn folder: URL, workers: Workers, isCancelled: @escaping @Sendable () -> Bool = { false },
        _ inspect: (LintSubject) throws -> Result
    ) throws -> Result {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let specification = try ExperimentSpecification(
            parsing: text, file: "small experiment", catalogue: components.catalogue)
        // No test is opened; a ledger of the folder's own keeps the user's out of it.
        let setup = try StudySetup(
            specification, components: components, paths: .ofWorkingFolder,
            openings: OpeningsLedger(at: folder.appendingPathComponent("openings.jsonl")))
        guard let source = specification.datasets.first else { throw StudyError("the experiment has no dataset") }
        let data = try StudyData(
            source, of: setup, keepingIn: folder, workers: workers, isCancelled: isCancelled, report: { _ in })
        let sealed = try data.sealedTest(of: source.name, ledgers: setup.ledgers(of: source, in: folder))
        let runner = TrialRunner(
            components: components, metrics: specification.metrics.compactMap { components.metrics[$0] },
            budgets: specification.budgets.alertsPerDay, scenarios: specification.injection.map(\.name),
            policy: specification.protocol.unscorable, seed: data.seed, blockDays: nil, isCancelled: isCancelled,
            folder: folder.path, timeouts: FitTimeouts())
        return try inspect(
            try LintSubject(
                setup, data, validation: try data.validationFolds().map(LintSubject.Phase.init), test: sealed.phases,
                earlierOpenings: UnsealingLedger.Openings(), plans: setup.plan.trials.map { [$0] },
                dataset: source.name, runner: runner))
    }
}
