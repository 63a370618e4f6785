/// A component that files and command lines can name, as lists and help texts show it: a detector, a metric, a split.
///
/// Each registry gives the entries of its components, so that there is one source for what programs and documents say.
public struct CatalogueEntry: Hashable, Sendable {
    /// The name in files and on the command line.
    public let id: String
    /// What the component is, in one sentence or less.
    public let summary: String
    /// The values that people may set; empty where there are none.
    public let parameters: ParameterList
    /// What else there is to know, such as a metric's reference, in the order in which it is shown.
    public let facts: [Fact]

    /// A named text: `reference`, `Hanley and McNeil, 1982`.
    public struct Fact: Hashable, Sendable, Encodable {
        /// What the text is about: `reference`.
        public let name: String
        /// What there is to know.
        public let text: String
        /// The same in a word or two, for the column of a list; nil where lists do not show it.
        public let inLists: String?

        /// A text under its name.
        ///
        /// - Parameter inLists: the same in a word or two, where lists show it.
        public init(_ name: String, _ text: String, inLists: String? = nil) {
            self.name = name
            self.text = text
            self.inLists = inLists
        }

        private enum CodingKeys: String, CodingKey {
            case name, text
        }
    }

    /// An entry, without parameters and facts unless given.
    public init(_ id: String, summary: String, parameters: ParameterList = [], facts: [Fact] = []) {
        self.id = id
        self.summary = summary
        self.parameters = parameters
        self.facts = facts
    }
}

extension CatalogueEntry: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, summary, parameters, facts
    }

    private struct EncodedParameter: Encodable {
        let name: String
        let accepts: String
        let standard: ParameterValue?
        let tuned: [ParameterValue]
        let summary: String

        private enum CodingKeys: String, CodingKey {
            case name, accepts, tuned, summary
            case standard = "default"
        }

        init(_ parameter: ParameterDescription) {
            name = parameter.name
            accepts = parameter.expectation
            standard = parameter.isOptional ? nil : parameter.standard
            tuned = parameter.tuned
            summary = parameter.summary
        }
    }

    /// Writes the entry as `accesslab list --json` shows it, each parameter with what it accepts in words.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(summary, forKey: .summary)
        try container.encode(parameters.map(EncodedParameter.init), forKey: .parameters)
        try container.encode(facts, forKey: .facts)
    }
}
