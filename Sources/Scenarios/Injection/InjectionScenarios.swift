/// The injection scenarios that experiments can name.
public struct InjectionScenarios: Sendable {
    private let types: [String: any InjectionScenario.Type]

    public init(_ types: [any InjectionScenario.Type]) {
        self.types = Dictionary(types.map { ($0.id, $0) }) { _, later in later }
    }

    /// The scenarios of this module.
    public static let standard = InjectionScenarios([
        FrequencyMatchedPairs.self,
        UniformPairs.self,
    ])

    /// The names, sorted.
    public var ids: [String] { types.keys.sorted() }

    /// The scenario of a name; nil where it is unknown.
    public subscript(id: String) -> (any InjectionScenario.Type)? { types[id] }
}
