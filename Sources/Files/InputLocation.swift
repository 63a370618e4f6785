/// A location in a log: `logs/export.json.gz:17`.
public struct InputLocation: Hashable, Sendable, CustomStringConvertible {
    /// The file, and the member where the file is an archive: `logs.zip!export.json`.
    public var file: String
    /// The line or the record, counted from one; nil for the file as a whole.
    public var line: Int?

    /// A file, and a line of it, from one, where it is known.
    public init(file: String, line: Int? = nil) {
        self.file = file
        self.line = line
    }

    /// The file and the line: `access.csv:12`.
    public var description: String {
        line.map { "\(file):\($0)" } ?? file
    }
}
