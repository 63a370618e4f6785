import Evaluation
import Experiments

/// What a study asks, and what answers it: all that its parts have in common, wherever its folder is.
struct StudySetup: Sendable {
    let specification: ExperimentSpecification
    let components: StudyComponents
    let paths: ExperimentPaths
    let plan: StudyPlan

    /// - Parameter paths: where the relative paths of the specification begin.
    /// - Throws: ``StudyError`` where the specification cannot be planned.
    init(_ specification: ExperimentSpecification, components: StudyComponents, paths: ExperimentPaths) throws {
        self.specification = specification
        self.components = components
        self.paths = paths
        plan = try StudyPlan(specification, components: components)
    }

    /// The objective, ready to choose by.
    var selection: Selection { specification.selection(among: components) }
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
