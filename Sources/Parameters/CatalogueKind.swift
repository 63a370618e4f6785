/// All components of a kind, in the order of their registry.
public struct CatalogueKind: Sendable {
    /// The word on the command line: `detectors`.
    public let name: String
    /// What one of them is called: `detector`.
    public let singular: String
    /// The title over their summaries: `what would be wrong`.
    public let heading: String
    /// The components.
    public let entries: [CatalogueEntry]

    /// Puts the properties together.
    public init(_ name: String, of singular: String, _ heading: String, _ entries: [CatalogueEntry]) {
        self.name = name
        self.singular = singular
        self.heading = heading
        self.entries = entries
    }
}
