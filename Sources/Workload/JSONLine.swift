import Files

enum JSONLine {
    /// Prints a value as one line of JSON.
    static func print(_ value: some Encodable) throws {
        Swift.print(try CanonicalJSON.text(value))
    }
}
