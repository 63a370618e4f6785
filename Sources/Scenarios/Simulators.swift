/// The simulators that experiments can name.
public struct Simulators: Sendable {
    private let types: [String: any OrganisationSimulator.Type]

    public init(_ types: [any OrganisationSimulator.Type]) {
        self.types = Dictionary(types.map { ($0.id, $0) }) { _, later in later }
    }

    /// The simulators of this module.
    public static let standard = Simulators([
        BlockModel.self,
    ])

    /// The names, sorted.
    public var ids: [String] { types.keys.sorted() }

    /// The simulator of a name; nil where it is unknown.
    public subscript(id: String) -> (any OrganisationSimulator.Type)? { types[id] }
}
