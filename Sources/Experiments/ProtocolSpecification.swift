package import Interactions
import StrictYAML
import Yams

/// How detectors are measured: which accesses they learn from, and which ones are cases.
package struct ProtocolSpecification: Hashable, Sendable {
    /// How a log is divided: by a rule of any type.
    package struct Split: Hashable, Sendable {
        package let rule: any SplitRule

        package init(_ rule: some SplitRule) {
            self.rule = rule
        }

        package static func == (first: Split, second: Split) -> Bool {
            AnyHashable(first.rule) == AnyHashable(second.rule)
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(rule)) }
    }

    package var split = Split(TimeSplit())
    package var population = Population.newPairs
    package var unscorable = UnscorablePolicy.rankLast

    package init() {}
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
