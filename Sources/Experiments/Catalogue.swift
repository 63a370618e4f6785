package import Interactions
package import Parameters
package import Search

/// What an experiment can be made of: the components that exist, by their ids in experiment files.
///
/// A specification is checked against this and names no algorithm itself.
package struct Catalogue: Sendable {
    /// A metric of an evaluation.
    package struct Metric: Hashable, Sendable {
        package let name: String
        /// Whether it is measured at a number of alerts per day.
        package let isBudgeted: Bool
        package let higherIsBetter: Bool
        /// Whether it measures incidents, and not single accesses.
        package let isOfIncidents: Bool

        package init(
            _ name: String, isBudgeted: Bool = false, higherIsBetter: Bool = true, isOfIncidents: Bool = false
        ) {
            self.name = name
            self.isBudgeted = isBudgeted
            self.higherIsBetter = higherIsBetter
            self.isOfIncidents = isOfIncidents
        }
    }

    /// The parameters of each detector.
    package var detectors: [String: ParameterList]
    /// The parameters of each organisation that can be simulated.
    package var simulators: [String: ParameterList]
    /// The parameters of each injection scenario.
    package var scenarios: [String: ParameterList]
    /// The metrics in the order in which they are reported.
    package var metrics: [Metric]
    /// The ids of the samplers.
    package var samplers: [String]
    /// The ways of dividing a log.
    package var splits: SplitRules
    /// What can end trials early.
    package var pruners: Pruners
    /// The ids of the signals of incidents, in the order in which they are listed.
    package var signals: [String]
    /// Those of them that are combined where none are named.
    package var chosenSignals: [String]
    /// The ids of the ways to combine signals.
    package var combinations: [String]

    package init(
        detectors: [String: ParameterList], simulators: [String: ParameterList],
        scenarios: [String: ParameterList], metrics: [Metric], samplers: [String],
        splits: SplitRules = .standard, pruners: Pruners = .standard, signals: [String] = [],
        chosenSignals: [String] = [], combinations: [String] = []
    ) {
        self.detectors = detectors
        self.simulators = simulators
        self.scenarios = scenarios
        self.metrics = metrics
        self.samplers = samplers
        self.splits = splits
        self.pruners = pruners
        self.signals = signals
        self.chosenSignals = chosenSignals
        self.combinations = combinations
    }

    /// The metric of a name.
    package func metric(_ name: String) -> Metric? {
        metrics.first { $0.name == name }
    }
}
