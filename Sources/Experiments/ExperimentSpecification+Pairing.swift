import StrictYAML
import Yams

/// What two studies must have in common so that their measurements can be paired.
extension ExperimentSpecification {
    /// What is asked, whatever the random numbers.
    package var withoutRootSeed: ExperimentSpecification {
        var specification = self
        specification.seeds.root = SeedSpecification().root
        return specification
    }

    /// How data are divided, injected and seeded.
    package var measurementYAML: String {
        get throws {
            try serialize(
                node: .lines([
                    ("protocol", self.protocol.node), ("injection", .items(injection.map(\.node))),
                    ("seeds", seeds.node),
                ]))
        }
    }
}

extension DatasetSpecification {
    /// Where the data come from, without their name.
    package var sourceYAML: String {
        get throws { try serialize(node: DatasetSpecification(name: "", source: source).node) }
    }

    /// How a replay draws its world, wherever the log lies; nil for data that are taken as a whole.
    package var replayYAML: String? {
        get throws {
            guard case .replayed(_, let seed, let replay) = source else { return nil }
            let drawn = DatasetSpecification(name: "", source: .replayed(path: "", seed: seed, replay: replay))
            return try serialize(node: drawn.node)
        }
    }
}
