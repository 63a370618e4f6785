/// A stored model of the reference system that cannot be read or written, with the location of the fault.
package struct ReferenceModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or folder, relative to the model's folder.
    package let file: String
    /// Counted from one; nil where the fault is not in a line.
    package let line: Int?
    /// The column; nil where the fault is not in one.
    package let field: String?
    package let reason: String

    package init(file: String, line: Int? = nil, field: String? = nil, reason: String) {
        self.file = file
        self.line = line
        self.field = field
        self.reason = reason
    }

    package var description: String {
        file + (line.map { ", line \($0)" } ?? "") + (field.map { ", field '\($0)'" } ?? "") + ": " + reason
    }
}
