import CYaml
package import Files
package import Foundation
package import Yams

/// YAML as people and this program write it: one document of bounded size and depth, without anchors and aliases.
///
/// An alias stands for a value of any size, so that a few of them within each other make a small text a document that
/// no machine can compare or print. The parser compares keys while it composes; therefore the tokens of the text are
/// looked at before anything is composed.
package struct PlainYAML: Sendable {
    /// What is wrong with a text.
    package struct Problem: Error, Hashable, Sendable {
        /// Counted from one; nil where the text as a whole is at fault.
        package let line: Int?
        package let column: Int?
        package let message: String

        init(_ message: String, line: Int? = nil, column: Int? = nil) {
            self.message = message
            self.line = line
            self.column = column
        }

        init(_ message: String, at mark: Mark?) {
            self.init(message, line: mark?.line, column: mark?.column)
        }

        fileprivate init(_ message: String, at mark: yaml_mark_t) {
            self.init(message, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
        }

        /// The problem in the form that editors understand: `file:line:column: message`.
        package func sentence(file: String) -> String {
            ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":") + ": " + message
        }
    }

    /// What a document is called in messages: `an experiment`.
    package let name: String
    /// The largest text, in bytes.
    package let size: Int
    /// How many collections may lie within each other.
    private let depth: Int
    /// The largest number of tokens: two for an entry of a list, four for an entry of a mapping.
    private let tokens: Int

    /// - Parameters:
    ///   - size: the largest text, in bytes. A text of this size takes about 80 times as much memory once it is read.
    ///   - depth: how many collections may lie within each other; at most 1000, which the parser admits.
    ///   - tokens: the largest number of tokens.
    package init(_ name: String, size: Int, depth: Int, tokens: Int = 400_000) {
        self.name = name
        self.size = size
        self.depth = depth
        self.tokens = tokens
    }

    /// A file that a person writes.
    package static let experiment = PlainYAML("an experiment", size: 1 << 20, depth: 1000)
    /// The card of a dataset or the manifest of a bundle: a page, and an allow list of up to 200,000 entries.
    package static let card = PlainYAML("a card", size: 4 << 20, depth: 100)

    /// The root of a text's only document; nil where the text holds none.
    ///
    /// - Throws: what is wrong with the text, and where.
    package func root(of text: String, resolver: Resolver = .default) throws(Problem) -> Node? {
        try check(text)
        do {
            return try Parser(yaml: text, resolver: resolver, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw problem(error, in: text)
        } catch {
            throw Problem("this is not valid YAML: \(error)")
        }
    }

    /// Reads a value from a file.
    ///
    /// - Parameter checking: whether the value makes sense, beyond its types.
    /// - Throws: ``FileError`` naming the file, line and key, where it cannot be read or is not such a value.
    package func value<Value: Decodable>(
        _ type: Value.Type, at url: URL, checking: (Value) throws(FieldProblem) -> Void = { _ in }
    ) throws(FileError) -> Value {
        try value(type, of: ReadableFile.text(at: url, limit: size), file: url, checking: checking)
    }

    /// Reads a value from the text of a file.
    ///
    /// - Parameter checking: whether the value makes sense, beyond its types.
    /// - Throws: ``FileError`` naming the file, line and key, where the text is not such a value.
    package func value<Value: Decodable>(
        _ type: Value.Type, of text: String, file: URL, checking: (Value) throws(FieldProblem) -> Void = { _ in }
    ) throws(FileError) -> Value {
        do {
            guard let root = try root(of: text) else { throw Problem("the file is empty") }
            do {
                let value = try YAMLDecoder().decode(type, from: root)
                try checking(value)
                return value
            } catch let error as DecodingError {
                throw FieldProblem(error).problem(in: root)
            } catch let error as FieldProblem {
                throw error.problem(in: root)
            }
        } catch let problem as Problem {
            throw FileError(problem.sentence(file: file.path))
        } catch {
            throw FileError("\(file.path): \(error)")
        }
    }

    /// Checks a text that is to be written, so that nothing is written that is refused when it is read.
    ///
    /// - Parameter folder: what it is written for.
    /// - Throws: ``FileError`` where the text is too large.
    package func check(_ text: String, for folder: URL) throws(FileError) {
        do {
            try check(text)
        } catch {
            throw FileError(
                "\(folder.path) cannot be written: in its YAML file, \(error.message); shorten the allow list")
        }
    }

    private func check(_ text: String) throws(Problem) {
        guard text.utf8.count <= size else { throw Problem("\(name) has at most \(ByteCount.text(size))") }
        var text = text
        if let problem = text.withUTF8(firstProblem) { throw problem }
    }
}

// MARK: Tokens

extension PlainYAML {
    static let noAliases = "anchors ('&name') and aliases ('*name') are not supported; write the value out"

    /// The first token that is refused. What is no YAML at all is left to the parser, which sees the same tokens.
    private func firstProblem(in text: UnsafeBufferPointer<UInt8>) -> Problem? {
        // The scanner refers to itself and must not move.
        let scanner = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { scanner.deallocate() }
        guard yaml_parser_initialize(scanner) == 1 else { return Problem("there is not enough memory") }
        defer { yaml_parser_delete(scanner) }
        yaml_parser_set_encoding(scanner, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(scanner, text.baseAddress, text.count)
        var count = 0, open = 0, isKey = false, token = yaml_token_t()
        // A key that is no word; told where nothing worse follows.
        var key: Problem?
        while yaml_parser_scan(scanner, &token) == 1 {
            defer { yaml_token_delete(&token) }
            count += 1
            guard count <= tokens else {
                return Problem("there are more values than \(name) may have", at: token.start_mark)
            }
            switch token.type {
            case YAML_STREAM_END_TOKEN:
                return key
            case YAML_ANCHOR_TOKEN, YAML_ALIAS_TOKEN:
                return Problem(Self.noAliases, at: token.start_mark)
            // The parser compares each of them with all before it.
            case YAML_TAG_DIRECTIVE_TOKEN:
                return Problem("'%TAG' is not supported; leave it out", at: token.start_mark)
            case YAML_BLOCK_SEQUENCE_START_TOKEN, YAML_BLOCK_MAPPING_START_TOKEN, YAML_FLOW_SEQUENCE_START_TOKEN,
                YAML_FLOW_MAPPING_START_TOKEN:
                open += 1
                guard open <= depth else { return Problem("the values are nested too deeply", at: token.start_mark) }
            case YAML_BLOCK_END_TOKEN, YAML_FLOW_SEQUENCE_END_TOKEN, YAML_FLOW_MAPPING_END_TOKEN:
                open -= 1
            default:
                break
            }
            if isKey, key == nil, Self.begin.contains(token.type.rawValue) {
                key = Problem("a key must be a word", at: token.start_mark)
            }
            isKey = token.type == YAML_KEY_TOKEN || isKey && token.type == YAML_TAG_TOKEN
        }
        guard scanner.pointee.error == YAML_READER_ERROR else { return key }
        let before = text.prefix(Int(scanner.pointee.problem_offset))
        return Problem(
            "the text has a character that YAML does not allow",
            line: before.count { $0 == UInt8(ascii: "\n") } + 1)
    }

    /// The tokens with which a collection begins.
    private static let begin = Set(
        [
            YAML_BLOCK_SEQUENCE_START_TOKEN, YAML_BLOCK_MAPPING_START_TOKEN, YAML_FLOW_SEQUENCE_START_TOKEN,
            YAML_FLOW_MAPPING_START_TOKEN, YAML_BLOCK_ENTRY_TOKEN,
        ].map(\.rawValue))
}

// MARK: Messages

extension PlainYAML {
    private func problem(_ error: YamlError, in text: String) -> Problem {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            if Self.character(at: mark, in: text) == "\t" {
                return Problem("a tab cannot indent or separate YAML; use spaces", at: mark)
            }
            if problem.hasPrefix("Maximum nesting level") {
                return Problem("the values are nested too deeply", at: mark)
            }
            let excerpt = context.map { " \($0.text)" } ?? ""
            return Problem("this is not valid YAML: \(problem)\(excerpt)", at: mark)
        case .composer(_, _, let mark, _):
            return Problem("\(name) is one document; remove what follows '---'", at: mark)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
            let more = keys.count > 5 ? " and \(keys.count - 5) more" : ""
            return Problem(
                "\(keys.count == 1 ? "the key" : "the keys") \(names)\(more) must be given once", at: context.mark)
        default:
            return Problem("this is not valid YAML: \(error)")
        }
    }

    private static func character(at mark: Mark, in text: String) -> Unicode.Scalar? {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return nil }
        return lines[mark.line - 1].dropFirst(mark.column - 1).first
    }
}

extension FieldProblem {
    /// The problem at the position of the field, or of the last field that leads to it and is there.
    func problem(in root: Node) -> PlainYAML.Problem {
        var node = root
        for key in path {
            guard let next = node.mapping?[key] ?? Int(key).flatMap({ node.sequence?[at: $0] }) else { break }
            node = next
        }
        return PlainYAML.Problem(description, at: node.mark)
    }
}

extension Node.Sequence {
    fileprivate subscript(at index: Int) -> Node? { indices.contains(index) ? self[index] : nil }
}
