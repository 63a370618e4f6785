package import Detectors
package import Evaluation
package import Experiments
package import Interactions
package import Lints
import Parameters
package import Scenarios
package import Search

/// The components that studies are made of, by the ids that experiment files use.
package struct StudyComponents: Sendable {
    package let detectors: Detectors
    package let simulators: Simulators
    package let scenarios: InjectionScenarios
    package let metrics: Metrics
    package let samplers: Samplers
    package let splits: SplitRules
    package let pruners: Pruners
    package let lints: Lints

    package init(
        detectors: Detectors = .standard, simulators: Simulators = .standard,
        scenarios: InjectionScenarios = .standard, metrics: Metrics = .standard, samplers: Samplers = .standard,
        splits: SplitRules = .standard, pruners: Pruners = .standard, lints: Lints = .standard
    ) {
        self.detectors = detectors
        self.simulators = simulators
        self.scenarios = scenarios
        self.metrics = metrics
        self.samplers = samplers
        self.splits = splits
        self.pruners = pruners
        self.lints = lints
    }

    /// What experiment files are checked against.
    package var catalogue: Catalogue {
        Catalogue(
            detectors: detectors.parameters, simulators: simulators.parameters, scenarios: scenarios.parameters,
            metrics: metrics.all.map {
                Catalogue.Metric($0.name, isBudgeted: $0.isBudgeted, higherIsBetter: $0.higherIsBetter)
            },
            samplers: samplers.ids, splits: splits, pruners: pruners)
    }
}
