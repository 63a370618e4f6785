import Yams

/// The one YAML document of a text, refused where it is not what a person would write.
package enum YAMLDocument {
    /// The root of a text's only document. Problems that leave no document are reported; the result is then nil.
    ///
    /// - Parameters:
    ///   - kind: what the document is, and how large it may be.
    ///   - needs: what to tell the writer of an empty file: `an experiment needs at least 'datasets'`.
    package static func root(
        of text: String, as kind: PlainYAML, needs: String, problems: ProblemList
    ) -> YAMLValue? {
        do {
            // Without a resolver every scalar stays the text that was written.
            guard let root = try kind.root(of: text, resolver: .basic) else {
                problems.report("the file is empty; \(needs)")
                return nil
            }
            return hasNoTags(root, problems) ? YAMLValue(root, name: kind.name, problems: problems) : nil
        } catch {
            problems.report(error.message, line: error.line, column: error.column)
            return nil
        }
    }

    /// Whether a tree is free of tags.
    private static func hasNoTags(_ node: Node, _ problems: ProblemList) -> Bool {
        let expected: Tag.Name =
            switch node {
            case .scalar: .str
            case .sequence: .seq
            case .mapping: .map
            case .alias: .implicit
            }
        guard node.tag.description == expected.rawValue else {
            problems.report("the tag '\(node.tag)' is not supported; leave it out", at: node.mark)
            return false
        }
        switch node {
        case .scalar, .alias: return true
        case .sequence(let sequence): return sequence.allSatisfy { hasNoTags($0, problems) }
        case .mapping(let mapping):
            return mapping.allSatisfy { hasNoTags($0.key, problems) && hasNoTags($0.value, problems) }
        }
    }
}
