/// What is wrong with one field of a value that was read from YAML.
package struct FieldProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The keys and positions, from zero, that lead to the field.
    package let path: [String]
    /// What is wrong, in words that follow the field's name: `must be at least 0, not -1`.
    package let message: String

    package init(_ path: [String], _ message: String) {
        self.path = path
        self.message = message
    }

    /// What a decoder says.
    init(_ error: DecodingError) {
        func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> [String] {
            (context.codingPath + [last].compactMap(\.self)).map { $0.intValue.map(String.init) ?? $0.stringValue }
        }
        switch error {
        case .keyNotFound(let key, let context): self.init(path(context, key), "is missing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            self.init(path(context), "has the wrong type")
        case .dataCorrupted(let context): self.init(path(context), "cannot be read: \(context.debugDescription)")
        @unknown default: self.init([], "cannot be read: \(error)")
        }
    }

    /// `'counts.users' must be at least 0, not -1`.
    package var description: String {
        (path.isEmpty ? "the document" : "'\(path.joined(separator: "."))'") + " " + message
    }

    // MARK: Checks of numbers

    /// - Throws: where the number is not finite.
    package static func check(_ number: Double?, _ path: String...) throws(FieldProblem) {
        try check(number, in: -.greatestFiniteMagnitude ... .greatestFiniteMagnitude, "a finite number", path)
    }

    /// - Parameter expected: the range in words: `a number from 0 to 1`.
    /// - Throws: where the number is not within a range.
    package static func check(
        _ number: Double?, in range: ClosedRange<Double>, _ expected: String, _ path: [String]
    ) throws(FieldProblem) {
        guard let number, !range.contains(number) else { return }
        throw FieldProblem(path, "must be \(expected), not \(number)")
    }

    /// - Throws: where a count is negative.
    package static func checkCount(_ count: Int, _ path: String...) throws(FieldProblem) {
        guard count < 0 else { return }
        throw FieldProblem(path, "must be at least 0, not \(count)")
    }
}
