import StrictYAML

/// Everything that is wrong with an experiment file, in the order of the file.
package struct SpecificationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One thing that is wrong, and where.
    package struct Problem: Hashable, Sendable, CustomStringConvertible {
        package let file: String
        /// The line, from one; nil where the file as a whole is at fault.
        package let line: Int?
        /// The column, from one.
        package let column: Int?
        package let message: String

        package init(file: String, line: Int? = nil, column: Int? = nil, message: String) {
            self.file = file
            self.line = line
            self.column = column
            self.message = message
        }

        /// The problem in the form that editors understand: `file:line:column: message`.
        package var description: String {
            ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":") + ": " + message
        }
    }

    package let problems: [Problem]

    package init(_ problems: [Problem]) {
        self.problems = problems
    }

    /// - Parameter file: the path of the file for messages.
    init(_ problems: [PlainYAML.Problem], in file: String) {
        self.init(problems.map { Problem(file: file, line: $0.line, column: $0.column, message: $0.message) })
    }

    /// How many problems are told: a file that is no experiment at all may have very many.
    private static let told = 20

    /// A sentence for each problem; of very many the first ones, and how many more there are.
    package var sentences: [String] {
        let sentences = problems.prefix(Self.told).map(\.description)
        let more = problems.count - sentences.count
        return sentences + (more > 0 ? ["and \(more) more"] : [])
    }

    /// One sentence a line.
    package var description: String { sentences.joined(separator: "\n") }
}
