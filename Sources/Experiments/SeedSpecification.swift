package import Statistics
import StrictYAML
import Yams

/// The seed of an experiment's random numbers, and how often it is repeated with others.
package struct SeedSpecification: Hashable, Sendable {
    package var root = Seed(0)
    /// Repetitions with other injections and another start; nil for as many as the size of the data allows
    /// (``replicates(forTrainingPairs:)``).
    package var replicates: Int?
    /// Starts of each replicate on the sealed test, which show how much of the variation comes from the start.
    package var initializations = 1

    package init() {}

    /// The most repetitions that are made where no number is given.
    package static let mostByDefault = 10
    /// The training pairs from which on fits take so long that fewer repetitions are made.
    package static let manyPairs = 200_000

    /// The repetitions of a dataset: those that were asked for, or else ten where training has fewer than 200,000 pairs
    /// and three otherwise. How fast a machine is changes nothing.
    package func replicates(forTrainingPairs pairs: Int) -> Int {
        replicates ?? (pairs < Self.manyPairs ? Self.mostByDefault : 3)
    }

    /// The most repetitions that a dataset may have.
    package var mostReplicates: Int { replicates ?? Self.mostByDefault }

    private static let automatic = "auto"
}

extension SeedSpecification {
    init(_ value: YAMLValue) {
        self.init()
        guard let mapping = value.mapping() else { return }
        mapping.allowOnly(["root", "replicates", "initializations"])
        root = mapping["root"]?.seed().map { Seed($0) } ?? root
        if let value = mapping["replicates"], value.node.scalar?.string != Self.automatic {
            replicates = value.whole(atLeast: 1, atMost: 100_000)
        }
        initializations = mapping["initializations"]?.whole(atLeast: 1, atMost: 1000) ?? initializations
    }

    var node: Node {
        .braces([
            ("root", .text(String(root.value))),
            ("replicates", replicates.map { .number($0) } ?? .text(Self.automatic)),
            ("initializations", .number(initializations)),
        ])
    }
}
