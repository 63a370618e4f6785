public import Interactions
import StrictYAML
import Yams

/// How detectors are measured: which accesses they learn from, and which ones are cases.
public struct ProtocolSpecification: Hashable, Sendable {
    /// How a log is divided: by a rule of any type.
    public struct Split: Hashable, Sendable {
        public let rule: any SplitRule

        public init(_ rule: some SplitRule) {
            self.rule = rule
        }

        public static func == (first: Split, second: Split) -> Bool {
            AnyHashable(first.rule) == AnyHashable(second.rule)
        }

        public func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(rule)) }
    }

    public var split = Split(TimeSplit())
    public var population = Population.newPairs
    public var unscorable = UnscorablePolicy.rankLast

    public init() {}
}

extension ProtocolSpecification {
    init(_ value: YAMLValue, catalogue: Catalogue) {
        self.init()
        guard let mapping = value.mapping() else { return }
        mapping.allowOnly(["split", "population", "unscorable"])
        split = mapping["split"].flatMap { Split($0, catalogue: catalogue) } ?? split
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
