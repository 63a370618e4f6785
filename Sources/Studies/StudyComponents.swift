public import Detectors
public import Evaluation
public import Experiments
public import Interactions
public import Lints
public import Scenarios
public import Search

/// The components that studies are made of, by the ids that experiment files use.
public struct StudyComponents: Sendable {
    public let detectors: Detectors
    public let simulators: Simulators
    public let scenarios: InjectionScenarios
    public let metrics: Metrics
    public let samplers: Samplers
    public let splits: SplitRules
    public let pruners: Pruners
    public let lints: Lints

    public init(
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
    public var catalogue: Catalogue {
        Catalogue(
            detectors: Dictionary(uniqueKeysWithValues: detectors.types.map { ($0.id, $0.parameters) }),
            simulators: Dictionary(uniqueKeysWithValues: simulators.types.map { ($0.id, $0.parameters) }),
            scenarios: Dictionary(uniqueKeysWithValues: scenarios.types.map { ($0.id, $0.parameters) }),
            metrics: metrics.all.map {
                Catalogue.Metric($0.name, isBudgeted: $0.isBudgeted, higherIsBetter: $0.higherIsBetter)
            },
            samplers: samplers.ids, splits: splits, pruners: pruners)
    }
}
