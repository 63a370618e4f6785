package import Detectors
package import Evaluation
package import Experiments
package import Incidents
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
    package let signals: Signals
    package let combinations: CombinationRules

    package init(
        detectors: Detectors = .standard, simulators: Simulators = .standard,
        scenarios: InjectionScenarios = .standard, metrics: Metrics = .standard, samplers: Samplers = .standard,
        splits: SplitRules = .standard, pruners: Pruners = .standard, lints: Lints = .standard,
        signals: Signals = .standard, combinations: CombinationRules = .standard
    ) {
        self.detectors = detectors
        self.simulators = simulators
        self.scenarios = scenarios
        self.metrics = metrics
        self.samplers = samplers
        self.splits = splits
        self.pruners = pruners
        self.lints = lints
        self.signals = signals
        self.combinations = combinations
    }

    /// What experiment files are checked against.
    package var catalogue: Catalogue {
        Catalogue(
            detectors: detectors.parameters, simulators: simulators.parameters, scenarios: scenarios.parameters,
            metrics: metrics.all.map {
                Catalogue.Metric(
                    $0.name, isBudgeted: $0.isBudgeted, higherIsBetter: $0.higherIsBetter,
                    isOfIncidents: $0.unit == .incident)
            },
            samplers: samplers.ids, splits: splits, pruners: pruners, signals: signals.ids,
            chosenSignals: Signals.chosen.filter { signals[$0] != nil },
            combinations: combinations.ids)
    }

    /// What makes incidents of accesses; nil where an experiment does not ask for them.
    func incidents(of specification: IncidentSpecification?) -> IncidentDetector? {
        guard let specification, let rule = combinations[specification.combination] else { return nil }
        return IncidentDetector(signals: specification.signals.compactMap { signals[$0] }, rule: rule)
    }
}
