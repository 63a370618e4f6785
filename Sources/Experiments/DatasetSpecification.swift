package import Parameters
package import Scenarios
import StrictYAML
import Yams

/// A dataset of an experiment, and the name of its part of the results.
package struct DatasetSpecification: Hashable, Sendable {
    /// Where the accesses come from.
    package enum Source: Hashable, Sendable {
        /// A dataset folder; ``ExperimentPaths`` says where a relative path begins.
        case path(String)
        /// A simulated organisation.
        case simulated(organization: String, seed: UInt64, parameters: ParameterSet)
        /// A dataset drawn from a dataset folder: some of its users over some of its weeks.
        case replayed(path: String, seed: UInt64, replay: LogReplay)

        /// The folder of a real log; nil for a simulated one.
        package var path: String? {
            switch self {
            case .path(let path), .replayed(let path, _, _): path
            case .simulated: nil
            }
        }
    }

    /// Unique in the experiment and safe for folders; where none is given, the last component of the path or the id of
    /// the organisation, followed by -2, -3 and so on where that is taken.
    package let name: String
    package let source: Source

    package init(name: String, source: Source) {
        self.name = name
        self.source = source
    }
}

extension DatasetSpecification {
    static func list(_ value: YAMLValue, catalogue: Catalogue) -> [DatasetSpecification] {
        var sources: [(entry: YAMLMapping, name: String?, source: Source)] = []
        var taken: Set<String> = []
        for entry in value.list()?.compactMap({ $0.mapping() }) ?? [] {
            entry.allowOnly(["simulate", "path", "replay", "name"])
            let name = entry["name"]?.folderName()
            if let name, !taken.insert(name).inserted {
                entry["name"]?.report("another dataset is already named '\(name)'")
            }
            guard let source = Source(entry, catalogue: catalogue) else { continue }
            sources += source.repetitions(entry).enumerated().map { number, repetition in
                (entry, name.map { number == 0 ? $0 : "\($0)-\(number + 1)" }, repetition)
            }
        }
        return sources.map { entry, name, source in
            if let name { return DatasetSpecification(name: name, source: source) }
            let base = source.defaultName
            if !FolderName.accepts(base) {
                entry.report("'\(base)' cannot name a folder of results; add a 'name' of \(FolderName.rule)")
            }
            var candidate = base, number = 1
            while !taken.insert(candidate).inserted {
                number += 1
                candidate = "\(base)-\(number)"
            }
            return DatasetSpecification(name: candidate, source: source)
        }
    }

    var node: Node {
        switch source {
        case .path(let path):
            .lines([("name", .text(name)), ("path", .text(path))])
        case .replayed(let path, let seed, let replay):
            .lines([
                ("name", .text(name)), ("path", .text(path)),
                (
                    "replay",
                    .braces(
                        [("seed", .text(String(seed))), ("user_share", .number(replay.userFraction))]
                            + (replay.days.map { [("days", .number($0))] } ?? []))
                ),
            ])
        case .simulated(let organization, let seed, let parameters):
            .lines([
                ("name", .text(name)),
                (
                    "simulate",
                    .braces(
                        [("organisation", .text(organization)), ("seed", .text(String(seed)))]
                            + Node.entries(parameters))
                ),
            ])
        }
    }
}

extension DatasetSpecification.Source {
    fileprivate init?(_ entry: YAMLMapping, catalogue: Catalogue) {
        switch (entry["path"], entry["simulate"]) {
        case (let path?, nil):
            guard let path = path.text() else { return nil }
            guard let replay = entry["replay"] else {
                self = .path(path)
                return
            }
            guard let mapping = replay.mapping() else { return nil }
            mapping.allowOnly(["seed", "worlds", "user_share", "days"])
            var drawn = LogReplay()
            drawn.userFraction =
                mapping["user_share"]?.number("a number above 0 and up to 1") { $0 > 0 && $0 <= 1 }
                ?? drawn.userFraction
            drawn.days = mapping["days"]?.whole(atLeast: 1, atMost: 100_000)
            self = .replayed(path: path, seed: mapping["seed"].map { $0.seed() ?? 0 } ?? 0, replay: drawn)
        case (nil, let simulation?):
            guard let mapping = simulation.mapping(),
                let organization = mapping.required("organisation")?.word(
                    among: catalogue.simulators.keys.sorted(), kind: "organisation")
            else { return nil }
            let parameters = mapping.parameters(
                catalogue.simulators[organization] ?? [], besides: ["organisation", "seed", "worlds"])
            let seed = mapping["seed"].map { $0.seed() ?? 0 } ?? 0
            self = .simulated(organization: organization, seed: seed, parameters: parameters)
        case (nil, nil), (_?, _?):
            entry.report("a dataset has either 'path' or 'simulate'")
            return nil
        }
    }

    /// As many datasets as the entry asks for: with its own seed, and with those that follow.
    fileprivate func repetitions(_ entry: YAMLMapping) -> [DatasetSpecification.Source] {
        guard let value = (entry["simulate"] ?? entry["replay"])?.mapping()?["worlds"] else { return [self] }
        return (0..<UInt64(value.whole(atLeast: 1, atMost: 1000) ?? 1)).map { number in
            switch self {
            case .path: self
            case .simulated(let organization, let seed, let parameters):
                .simulated(organization: organization, seed: seed &+ number, parameters: parameters)
            case .replayed(let path, let seed, let replay):
                .replayed(path: path, seed: seed &+ number, replay: replay)
            }
        }
    }

    fileprivate var defaultName: String {
        switch self {
        case .path(let path), .replayed(let path, _, _): path.split(separator: "/").last.map(String.init) ?? path
        case .simulated(let organization, _, _): organization
        }
    }
}
