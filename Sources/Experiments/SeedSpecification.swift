package import Statistics
import StrictYAML
import Yams

/// The seed of an experiment's random numbers, and how often it is repeated with others.
package struct SeedSpecification: Hashable, Sendable {
    package var root = Seed(0)
    /// Repetitions with other injections and another start.
    package var replicates = 3
    /// Starts of each replicate on the sealed test, which show how much of the variation comes from the start.
    package var initializations = 1

    package init() {}
}

extension SeedSpecification {
    init(_ value: YAMLValue) {
        self.init()
        guard let mapping = value.mapping() else { return }
        mapping.allowOnly(["root", "replicates", "initializations"])
        root = mapping["root"]?.seed().map { Seed($0) } ?? root
        replicates = mapping["replicates"]?.whole(atLeast: 1, atMost: 100_000) ?? replicates
        initializations = mapping["initializations"]?.whole(atLeast: 1, atMost: 1000) ?? initializations
    }

    var node: Node {
        .braces([
            ("root", .text(String(root.value))), ("replicates", .number(replicates)),
            ("initializations", .number(initializations)),
        ])
    }
}
