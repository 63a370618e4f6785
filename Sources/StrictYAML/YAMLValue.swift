package import Parameters
package import Yams

/// A value of a file that is still to be read: it has its name and its position in the file.
///
/// Each reading function returns nil where the value is not what is asked for, and reports why.
package struct YAMLValue {
    package let node: Node
    /// What the value is called in messages: its key.
    package let name: String
    let problems: ProblemList

    init(_ node: Node, name: String, problems: ProblemList) {
        self.node = node
        self.name = name
        self.problems = problems
    }

    package func report(_ message: String) {
        problems.report(message, at: node.mark)
    }

    /// Where the value stands: a problem without words.
    package var place: PlainYAML.Problem { PlainYAML.Problem("", at: node.mark) }

    /// Reports that the value is not what is expected: `rank must be a whole number, not 'many'`.
    package func mismatch(_ expected: String) {
        report("\(name) must be \(expected), not \(shown)")
    }

    private var shown: String {
        switch node {
        case .scalar(let scalar): isNothing ? "nothing" : "'\(Self.shortened(scalar.string))'"
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    /// A text short enough for a message.
    package static func shortened(_ text: String) -> String {
        text.count > 60 ? text.prefix(60) + "…" : text
    }

    private var isNothing: Bool {
        guard let scalar = node.scalar else { return false }
        return scalar.style == .plain && Self.nothings.contains(scalar.string)
    }

    /// The plain scalars that mean no value at all.
    static let nothings: Set<String> = ["", "~", "null", "Null", "NULL"]

    // MARK: Collections

    /// The entries of a list that must have one at least, and not more than a person would write.
    package func list() -> [YAMLValue]? {
        guard let sequence = node.sequence else {
            mismatch("a list")
            return nil
        }
        if sequence.isEmpty { report("\(name) must have at least one entry") }
        guard sequence.count <= 1000 else {
            report("\(name) must have at most 1000 entries, not \(sequence.count)")
            return nil
        }
        return sequence.map { YAMLValue($0, name: "an entry of \(name)", problems: problems) }
    }

    package var isMapping: Bool { node.mapping != nil }

    // MARK: Scalars

    package func text() -> String? {
        guard let scalar = node.scalar, !isNothing else {
            mismatch("text")
            return nil
        }
        return scalar.string
    }

    /// A text that is one of the given words; `kind` says what they are.
    package func word(among words: [String], kind: String) -> String? {
        guard let text = text() else { return nil }
        guard words.contains(text) else {
            report("unknown \(kind) \(shown)" + Suggestion.sentence(for: Self.shortened(text), among: words))
            return nil
        }
        return text
    }

    package func choice<Choice: RawRepresentable<String> & CaseIterable>(of kind: Choice.Type) -> Choice? {
        guard let word = word(among: Choice.allCases.map(\.rawValue), kind: name) else { return nil }
        return Choice(rawValue: word)
    }

    package func whole(atLeast least: Int, atMost most: Int = .max) -> Int? {
        guard case .integer(let value)? = scalar, (least...most).contains(value) else {
            mismatch(
                most == .max
                    ? "a whole number of at least \(least)" : "a whole number from \(least) to \(most)")
            return nil
        }
        return value
    }

    /// A seed: any whole number that 64 bits hold.
    package func seed() -> UInt64? {
        guard let scalar = node.scalar, scalar.style == .plain, let value = UInt64(scalar.string) else {
            mismatch("a whole number of at least 0")
            return nil
        }
        return value
    }

    package func number(_ expected: String, where accepts: (Double) -> Bool) -> Double? {
        guard let value = scalar?.number, accepts(value) else {
            mismatch(expected)
            return nil
        }
        return value
    }

    /// The value of a parameter, in the parameter's own type.
    package func parameter(_ description: ParameterDescription) -> ParameterValue? {
        guard let scalar, let value = try? description.checked(scalar) else {
            // The parameter's own name says more than the key, which may be that of a bound or of a list.
            report("\(description.name) must be \(description.expectation), not \(shown)")
            return nil
        }
        return value
    }

    /// What the scalar plainly means; quoted text is text.
    private var scalar: ParameterValue? {
        guard let scalar = node.scalar, !isNothing else { return nil }
        guard scalar.style == .plain else { return .string(scalar.string) }
        let value = ParameterValue(parsing: scalar.string)
        // Swift also reads 'nan', 'infinity' and hexadecimal fractions, which are not meant here.
        guard case .real(let real) = value else { return value }
        let isDecimal = scalar.string.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
        return isDecimal && real.isFinite ? value : .string(scalar.string)
    }
}
