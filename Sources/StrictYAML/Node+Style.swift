package import Parameters
package import Yams

/// Nodes to be written, in one style: mappings over several lines, leaves in braces or brackets.
extension Node {
    package static func text(_ text: String) -> Node {
        // The emitter folds other styles at line breaks and writes words for nothing as they are.
        let needsQuotes = YAMLValue.nothings.contains(text) || text.contains(where: \.isNewline)
        return Node(text, .implicit, needsQuotes ? .doubleQuoted : .any)
    }

    package static func value(_ value: ParameterValue) -> Node { .text(value.description) }
    package static func number(_ value: Double) -> Node { .value(.real(value)) }
    package static func number(_ value: Int) -> Node { .value(.integer(value)) }

    package static func lines(_ entries: [(String, Node)]) -> Node {
        Node(entries.map { (.text($0), $1) }, .implicit, .block)
    }

    package static func braces(_ entries: [(String, Node)]) -> Node {
        Node(entries.map { (.text($0), $1) }, .implicit, .flow)
    }

    package static func items(_ entries: [Node]) -> Node { Node(entries, .implicit, .block) }
    package static func brackets(_ entries: [Node]) -> Node { Node(entries, .implicit, .flow) }

    /// The values that a component has, in the order of its parameters.
    package static func entries(
        _ parameters: ParameterList, _ values: [String: ParameterValue]
    ) -> [(String, Node)] {
        parameters.compactMap { parameter in values[parameter.name].map { (parameter.name, .value($0)) } }
    }

    /// Parameters in the order of their names.
    package static func entries(_ parameters: ParameterSet) -> [(String, Node)] {
        parameters.values.sorted { $0.key < $1.key }.map { ($0.key, .value($0.value)) }
    }
}
