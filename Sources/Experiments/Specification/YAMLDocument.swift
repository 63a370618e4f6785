import Yams

/// The one YAML document of a text, refused where it is not what a person would write.
enum YAMLDocument {
    /// The root of a text's only document. Problems that leave no document are reported; the result is then nil.
    static func root(of text: String, problems: ProblemList) -> YAMLValue? {
        if let line = lineOfExcessiveAlias(in: text) {
            problems.report(noAliases, line: line)
            return nil
        }
        do {
            // Without a resolver every scalar stays the text that was written. Nodes refer to their anchors weakly, so
            // the parser that owns them has to outlive the check.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            return try withExtendedLifetime(parser) {
                guard let root = try parser.singleRoot() else {
                    problems.report("the file is empty; an experiment needs at least 'datasets'")
                    return nil
                }
                return isPlain(root, problems) ? YAMLValue(root, name: "an experiment", problems: problems) : nil
            }
        } catch let error as YamlError {
            report(error, in: text, to: problems)
        } catch {
            problems.report("the text is not YAML: \(error)")
        }
        return nil
    }

    private static let noAliases = "anchors ('&name') and aliases ('*name') are not supported; write the value out"

    /// A first guard against aliases, of which a few multiply into a document that takes for ever to compare: the
    /// parser compares keys before anything can be checked. Prose may hold a few words that look like one.
    private static func lineOfExcessiveAlias(in text: String) -> Int? {
        var found = 0
        // YAML breaks lines at everything that Unicode does; no comment may hide what follows one of the rarer kinds.
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in lines.enumerated() where line.first(where: { $0 != " " }) != "#" {
            for (star, next) in zip(line.utf8, line.utf8.dropFirst()) where star == UInt8(ascii: "*") {
                guard next != UInt8(ascii: " "), next != star else { continue }
                found += 1
                if found > 4 { return number + 1 }
            }
        }
        return nil
    }

    /// Whether a tree is free of anchors and tags; an aliased node carries its anchor, so none is descended into.
    private static func isPlain(_ node: Node, _ problems: ProblemList) -> Bool {
        if node.anchor != nil {
            problems.report(noAliases, at: node.mark)
            return false
        }
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
        case .sequence(let sequence): return sequence.allSatisfy { isPlain($0, problems) }
        case .mapping(let mapping):
            return mapping.allSatisfy { isPlain($0.key, problems) && isPlain($0.value, problems) }
        }
    }

    private static func report(_ error: YamlError, in text: String, to problems: ProblemList) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            if character(at: mark, in: text) == "\t" {
                problems.report("a tab cannot indent or separate YAML; use spaces", at: mark)
            } else if problem.hasPrefix("Maximum nesting level") {
                problems.report("the values are nested too deeply", at: mark)
            } else {
                let place = context.map { " \($0.text)" } ?? ""
                problems.report("this is not valid YAML: \(problem)\(place)", at: mark)
            }
        case .composer(_, let problem, let mark, _):
            problems.report(
                problem.contains("alias") ? noAliases : "an experiment is one document; remove what follows '---'",
                at: mark)
        case .reader(_, let offset, _, _):
            let before = text.utf8.prefix(offset ?? 0)
            problems.report(
                "the text has a character that YAML does not allow",
                line: before.count { $0 == UInt8(ascii: "\n") } + 1)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "'\($0)'" }.joined(separator: ", ")
            problems.report("\(keys.count == 1 ? "the key" : "the keys") \(names) must be given once", at: context.mark)
        default:
            problems.report("this is not valid YAML: \(error)")
        }
    }

    private static func character(at mark: Mark, in text: String) -> Unicode.Scalar? {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return nil }
        return lines[mark.line - 1].dropFirst(mark.column - 1).first
    }
}
