import Evaluation
import Experiments
import Foundation
import Parameters

/// What a study asks, and what answers it: all that its parts have in common, wherever its folder is.
struct StudySetup: Sendable {
    let specification: ExperimentSpecification
    let components: StudyComponents
    let paths: ExperimentPaths
    /// Where openings of sealed tests are written down, beside the study's folder.
    let openings: OpeningsLedger
    let plan: StudyPlan

    /// - Parameters:
    ///   - paths: where the relative paths of the specification begin.
    ///   - openings: the user's ledger of openings.
    /// - Throws: ``StudyError`` where the specification cannot be planned.
    init(
        _ specification: ExperimentSpecification, components: StudyComponents, paths: ExperimentPaths,
        openings: OpeningsLedger
    ) throws {
        self.specification = specification
        self.components = components
        self.paths = paths
        self.openings = openings
        plan = try StudyPlan(specification, components: components)
    }

    /// The objective, ready to choose by.
    var selection: Selection { specification.selection(among: components) }

    /// Where the openings of a dataset's sealed test are written down.
    ///
    /// - Parameter folder: the study's.
    func ledgers(of source: DatasetSpecification, in folder: URL) -> SealedTest.Ledgers {
        SealedTest.Ledgers(
            study: UnsealingLedger(in: folder), user: openings,
            dataset: source.source.path.flatMap { try? paths.dataset(at: $0).url })
    }
}

extension ExperimentSpecification {
    /// The objective, ready to choose by.
    func selection(among components: StudyComponents) -> Selection {
        Selection(
            metric: objective.metric.description, slice: objective.slice.description,
            maximize: objective.direction == .maximize,
            tieBreaker: (
                objective.tieBreaker.description,
                components.metrics[objective.tieBreaker.name]?.higherIsBetter ?? true
            ),
            rule: objective.selection == .best ? .best : .oneStandardError)
    }
}
