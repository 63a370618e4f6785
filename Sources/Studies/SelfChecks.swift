package import Concurrency
import Detectors
import Evaluation
package import Foundation
import Incidents
package import Lints
import Parameters

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
        let own = components.detectors.all.filter { !$0.traits.contains(.isForeign) }
        let text = Self.experiment(detectors: own.map { $0.id })
        return try SmallExperiment(text, components: components).inspected(keepingIn: folder, workers: workers) {
            subject in
            var subject = subject
            // Every metric that there is, whatever experiments measure unless they say otherwise.
            subject.metrics = components.metrics.all
            return try Lints.selfChecks.check(subject, at: .prepared)
        }
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
        incidents: {signals: [\(Signals.standard.ids.joined(separator: ", "))]}
        algorithms: [\(detectors.map { "{id: \($0)}" }.joined(separator: ", "))]
        search: {sampler: grid}
        """
    }
}
