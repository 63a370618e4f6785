import Files
import Yams

/// Values written as YAML with sorted keys: the same value always gives the same text.
package enum EncodedYAML {
    /// The value with numbers of fifteen digits, long texts over several lines and letters beyond ASCII escaped.
    package static func rounded(_ value: some Encodable) throws -> String {
        let encoder = YAMLEncoder()
        encoder.options.sortKeys = true
        return try encoder.encode(value)
    }

    /// The value with numbers that read back as themselves, one entry a line.
    ///
    /// The YAML encoder rounds numbers to fifteen digits; a threshold that moves by its last bit makes alerts of
    /// accesses that lie on it. The JSON encoder writes them exactly, and JSON is YAML.
    package static func exact(_ value: some Encodable) throws -> String {
        guard let node = try compose(yaml: CanonicalJSON.text(value)) else { return "" }
        return try serialize(node: inBlocks(node), width: -1, allowUnicode: true)
    }

    /// The node in the style of YAML instead of JSON, with quotes only around texts that need them.
    private static func inBlocks(_ node: Node) -> Node {
        switch node {
        case .scalar(let scalar):
            scalar.style == .doubleQuoted ? .scalar(scalar.string.represented()) : node
        case .mapping(let mapping):
            Node(mapping.map { (inBlocks($0.key), inBlocks($0.value)) }, .implicit, .block)
        case .sequence(let sequence):
            Node(sequence.map(inBlocks), .implicit, .block)
        case .alias:
            node
        }
    }
}
