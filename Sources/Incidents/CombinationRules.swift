public import Parameters
public import Statistics

/// The ways to make one tail probability of several that a program offers, the default first.
public struct CombinationRules: Sendable {
    /// The rules, in the order in which they are listed.
    public let types: [any CombinationRule.Type]

    /// - Parameter types: each with an id of its own.
    public init(_ types: [any CombinationRule.Type]) {
        self.types = types
    }

    /// All rules.
    public static let standard = CombinationRules([
        Fisher.self,
        Stouffer.self,
        CauchyCombination.self,
        TruncatedProduct.self,
        SmallestTail.self,
    ])

    /// The ids, in the order in which they are listed.
    public var ids: [String] { types.map { $0.id } }

    /// The rules as lists and help texts show them.
    public var entries: [CatalogueEntry] { types.map { CatalogueEntry($0.id, summary: $0.summary) } }

    /// The rule of an id; nil where there is none.
    public subscript(id: String) -> (any CombinationRule.Type)? { types.first { $0.id == id } }
}
