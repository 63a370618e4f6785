public import Search
import Parameters
import Yams

/// An algorithm that takes part, and the parameters that are searched.
public struct AlgorithmSpecification: Hashable, Sendable {
    /// The id of the detector.
    public let id: String
    /// A dimension for each of the detector's parameters; a parameter that the file leaves out is constant. In a file
    /// the word `default` stands for the values that the detector itself names.
    public let space: SearchSpace

    public init(id: String, space: SearchSpace) {
        self.id = id
        self.space = space
    }
}

extension AlgorithmSpecification {
    /// The entries of the list; without a list, every detector with its default parameters.
    static func list(_ value: YAMLValue?, catalogue: Catalogue) -> [AlgorithmSpecification] {
        guard let value else {
            return catalogue.detectors.sorted { $0.key < $1.key }.compactMap { id, parameters in
                (try? SearchSpace(defaults(of: parameters))).map { AlgorithmSpecification(id: id, space: $0) }
            }
        }
        var taken: Set<String> = []
        return value.list()?.compactMap { entry in
            guard let mapping = entry.mapping(),
                let algorithm = AlgorithmSpecification(mapping, catalogue: catalogue)
            else { return nil }
            if !taken.insert(algorithm.id).inserted {
                mapping["id"]?.report("the algorithm '\(algorithm.id)' is already in the list")
            }
            return algorithm
        } ?? []
    }

    private init?(_ mapping: YAMLMapping, catalogue: Catalogue) {
        mapping.allowOnly(["id", "space"])
        guard
            let id = mapping.required("id")?.word(among: catalogue.detectors.keys.sorted(), kind: "algorithm"),
            let parameters = catalogue.detectors[id]
        else { return nil }
        var dimensions = Self.defaults(of: parameters)
        if mapping["space"]?.node.string == "default" {
            for parameter in parameters where !parameter.tuned.isEmpty {
                dimensions[parameter.name] = .categorical(parameter.tuned.compactMap { try? parameter.checked($0) })
            }
        } else if let space = mapping["space"]?.mapping() {
            space.allowOnly(parameters.map(\.name))
            for parameter in parameters {
                if let value = space[parameter.name] {
                    dimensions[parameter.name] = Dimension(value, of: parameter) ?? dimensions[parameter.name]
                }
            }
        }
        guard let space = try? SearchSpace(dimensions) else { return nil }
        self.init(id: id, space: space)
    }

    private static func defaults(of parameters: [ParameterDescription]) -> [String: Dimension] {
        var defaults: [String: Dimension] = [:]
        for parameter in parameters {
            // In the parameter's own type, so that a default is equal to the same value written in a file.
            let value = (try? parameter.checked(parameter.defaultValue)) ?? parameter.defaultValue
            defaults[parameter.name] = .constant(value)
        }
        return defaults
    }

    var node: Node {
        let dimensions = space.ordered.map { ($0.name, $0.dimension.node) }
        return .lines([("id", .text(id))] + (dimensions.isEmpty ? [] : [("space", .lines(dimensions))]))
    }
}
