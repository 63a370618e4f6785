import Parameters
package import Search
import StrictYAML
import Yams

/// An algorithm that takes part, and the parameters that are searched.
package struct AlgorithmSpecification: Hashable, Sendable {
    /// The id of the detector.
    package let id: String
    /// What measurements call it: the id where no other name is given, as for a detector with several spaces.
    package let name: String
    /// A dimension for each of the detector's parameters; a parameter that the file leaves out is constant. In a file
    /// the word `default` stands for the values that the detector itself names.
    package let space: SearchSpace
    /// Where the values of the space stand in the file.
    package let places: SourcePlaces

    package init(id: String, name: String? = nil, space: SearchSpace, places: SourcePlaces? = nil) {
        self.id = id
        self.name = name ?? id
        self.space = space
        self.places = places ?? SourcePlaces()
    }
}

extension AlgorithmSpecification {
    /// The entries of the list; without a list, every detector with its default parameters.
    static func list(_ value: YAMLValue?, file: String, catalogue: Catalogue) -> [AlgorithmSpecification] {
        guard let value else {
            return catalogue.detectors.sorted { $0.key < $1.key }.map { id, parameters in
                AlgorithmSpecification(id: id, space: SearchSpace(of: parameters))
            }
        }
        var taken: Set<String> = []
        return value.list()?.compactMap { entry in
            guard let mapping = entry.mapping(),
                let algorithm = AlgorithmSpecification(mapping, file: file, catalogue: catalogue)
            else { return nil }
            if !taken.insert(algorithm.name).inserted {
                mapping["name"]?.report("another algorithm is already named '\(algorithm.name)'")
                    ?? mapping["id"]?.report(
                        "the algorithm '\(algorithm.name)' is already in the list; give one of them a 'name'")
            } else if algorithm.name != algorithm.id, catalogue.detectors[algorithm.name] != nil {
                mapping["name"]?.report(
                    "'\(algorithm.name)' is the id of another algorithm, which this would be taken for")
            }
            return algorithm
        } ?? []
    }

    private init?(_ mapping: YAMLMapping, file: String, catalogue: Catalogue) {
        mapping.allowOnly(["id", "name", "space"])
        guard
            let id = mapping.required("id")?.word(among: catalogue.detectors.keys.sorted(), kind: "algorithm"),
            let parameters = catalogue.detectors[id]
        else { return nil }
        var searched = SearchSpace(of: parameters)
        var places: [String: PlainYAML.Problem] = [:]
        if mapping["space"]?.node.string == "default" {
            searched = SearchSpace(tuning: parameters)
        } else if let space = mapping["space"]?.mapping() {
            space.allowOnly(parameters.map(\.name))
            for parameter in parameters {
                guard let value = space[parameter.name], let dimension = Dimension(value, of: parameter) else {
                    continue
                }
                places[parameter.name] = value.place
                do {
                    try searched.vary(parameter.name, over: dimension)
                } catch {
                    value.report("\(error)")
                }
            }
        }
        self.init(
            id: id, name: mapping["name"]?.folderName(), space: searched,
            places: SourcePlaces(file: file, places))
    }

    var node: Node {
        let dimensions = space.ordered.map { ($0.name, $0.dimension.node) }
        let named: [(String, Node)] = name == id ? [] : [("name", .text(name))]
        return .lines([("id", .text(id))] + named + (dimensions.isEmpty ? [] : [("space", .lines(dimensions))]))
    }
}
