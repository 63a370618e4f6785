import Yams

/// Collects what is wrong with one file while it is read to its end, so that one attempt reports everything.
final class ProblemList {
    private let file: String
    private var problems: [SpecificationError.Problem] = []

    init(file: String) {
        self.file = file
    }

    func report(_ message: String, at mark: Mark?) {
        report(message, line: mark?.line, column: mark?.column)
    }

    func report(_ message: String, line: Int? = nil, column: Int? = nil) {
        problems.append(.init(file: file, line: line, column: column, message: message))
    }

    /// - Throws: ``SpecificationError`` where anything was reported.
    func throwIfAny() throws(SpecificationError) {
        guard !problems.isEmpty else { return }
        throw SpecificationError(
            problems.enumerated().sorted {
                ($0.element.line ?? 0, $0.element.column ?? 0, $0.offset)
                    < ($1.element.line ?? 0, $1.element.column ?? 0, $1.offset)
            }.map(\.element))
    }
}
