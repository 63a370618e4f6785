/// What is wrong with an input, as a sentence for the person who gave it.
public struct AccessLogError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and where it helps what to do; one or more sentences.
    public var sentence: String
    /// Where; nil where the error concerns no file.
    public var location: SourceLocation?

    public init(_ sentence: String, at location: SourceLocation? = nil) {
        self.sentence = sentence
        self.location = location
    }

    public var description: String {
        location.map { "\($0): \(sentence)" } ?? sentence
    }
}

/// Why a record cannot be understood. The import continues with the next record.
struct MalformedRecord: Error {
    var reason: String
}

/// A file that cannot be read to its end: a cut download, a damaged archive. What came before it counts.
public struct DamagedInput: Error, Hashable, Sendable {
    public var reason: String

    public init(reason: String) {
        self.reason = reason
    }
}
