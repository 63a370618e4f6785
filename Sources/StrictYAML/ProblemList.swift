import Yams

/// Collects what is wrong with one text while it is read to its end, so that one attempt reports everything.
package final class ProblemList {
    private var problems: [PlainYAML.Problem] = []

    package init() {}

    func report(_ message: String, at mark: Mark?) {
        problems.append(PlainYAML.Problem(message, at: mark))
    }

    package func report(_ message: String, line: Int? = nil, column: Int? = nil) {
        problems.append(PlainYAML.Problem(message, line: line, column: column))
    }

    /// What was reported, in the order of the text.
    package var inOrder: [PlainYAML.Problem] {
        problems.enumerated().sorted {
            ($0.element.line ?? 0, $0.element.column ?? 0, $0.offset)
                < ($1.element.line ?? 0, $1.element.column ?? 0, $1.offset)
        }.map(\.element)
    }
}
