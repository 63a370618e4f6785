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

    /// - Parameter singular: nil for the word of the registry.
    public init<Kind: ListedRegistry>(
        _ name: String, _ heading: String, _ registry: Kind, of singular: String? = nil
    ) {
        self.name = name
        self.singular = singular ?? Kind.noun
        self.heading = heading
        entries = registry.entries
    }
}
