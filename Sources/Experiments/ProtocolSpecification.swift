public import Interactions
import StrictYAML
import Yams

/// How detectors are measured: which accesses they learn from, and which ones are cases.
public struct ProtocolSpecification: Hashable, Sendable {
    /// How a log is divided.
    public enum Split: Hashable, Sendable {
        case time(TimeSplit)
        case walkForward(WalkForwardSplit)
        case pairs(PairSplit)
        case leaveOut(LeaveOutSplit)
        case leaveTenantsOut(LeaveTenantsOutSplit)

        /// The validation folds of each replicate.
        package var validationFolds: Int {
            switch self {
            case .walkForward(let split): split.windows
            case .time, .pairs, .leaveOut, .leaveTenantsOut: 1
            }
        }
    }

    public var split = Split.time(TimeSplit())
    public var population = Population.newPairs
    public var unscorable = UnscorablePolicy.rankLast

    public init() {}
}

extension ProtocolSpecification {
    init(_ value: YAMLValue) {
        self.init()
        guard let mapping = value.mapping() else { return }
        mapping.allowOnly(["split", "population", "unscorable"])
        split = mapping["split"].flatMap(Split.init) ?? split
        population = mapping["population"]?.choice(of: Population.self) ?? population
        unscorable = mapping["unscorable"]?.choice(of: UnscorablePolicy.self) ?? unscorable
    }

    var node: Node {
        .lines([
            ("split", split.node),
            ("population", .text(population.rawValue)),
            ("unscorable", .text(unscorable.rawValue)),
        ])
    }
}
