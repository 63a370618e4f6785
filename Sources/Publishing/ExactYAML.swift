import Files
import Yams

/// YAML in which every number reads back as itself.
///
/// The YAML encoder rounds numbers to fifteen digits; a threshold that moves by its last bit makes alerts of accesses
/// that lie on it. The JSON encoder writes them exactly, and JSON is YAML.
enum ExactYAML {
    /// The value as text, one entry a line, keys sorted: the same value always gives the same text.
    static func text(_ value: some Encodable) throws -> String {
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
