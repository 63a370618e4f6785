public import Interactions
public import Parameters
public import Search

/// What an experiment can be made of: the components that exist, by their ids in experiment files.
///
/// A specification is checked against this and names no algorithm itself.
public struct Catalogue: Sendable {
    /// A metric of an evaluation.
    public struct Metric: Hashable, Sendable {
        public let name: String
        /// Whether it is measured at a number of alerts per day.
        public let isBudgeted: Bool
        public let higherIsBetter: Bool

        public init(_ name: String, isBudgeted: Bool = false, higherIsBetter: Bool = true) {
            self.name = name
            self.isBudgeted = isBudgeted
            self.higherIsBetter = higherIsBetter
        }
    }

    /// The parameters of each detector.
    public var detectors: [String: ParameterList]
    /// The parameters of each organisation that can be simulated.
    public var simulators: [String: ParameterList]
    /// The parameters of each injection scenario.
    public var scenarios: [String: ParameterList]
    /// The metrics in the order in which they are reported.
    public var metrics: [Metric]
    /// The ids of the samplers.
    public var samplers: [String]
    /// The ways of dividing a log.
    public var splits: SplitRules
    /// What can end trials early.
    public var pruners: Pruners

    public init(
        detectors: [String: ParameterList], simulators: [String: ParameterList],
        scenarios: [String: ParameterList], metrics: [Metric], samplers: [String],
        splits: SplitRules = .standard, pruners: Pruners = .standard
    ) {
        self.detectors = detectors
        self.simulators = simulators
        self.scenarios = scenarios
        self.metrics = metrics
        self.samplers = samplers
        self.splits = splits
        self.pruners = pruners
    }

    /// The metric of a name.
    public func metric(_ name: String) -> Metric? {
        metrics.first { $0.name == name }
    }
}
