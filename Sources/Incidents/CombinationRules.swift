package import Parameters
package import Statistics

/// The ways to make one tail probability of several that a program offers, the default first.
package struct CombinationRules: Sendable {
    /// The rules, in the order in which they are listed.
    package let types: [any CombinationRule.Type]

    /// - Parameter types: each with an id of its own.
    package init(_ types: [any CombinationRule.Type]) {
        self.types = types
    }

    /// All rules.
    package static let standard = CombinationRules([
        Brown.self,
        Fisher.self,
        Stouffer.self,
        CauchyCombination.self,
        TruncatedProduct.self,
        SmallestTail.self,
        HarmonicMean.self,
    ])

    /// The ids, in the order in which they are listed.
    package var ids: [String] { types.map { $0.id } }

    /// The rules as lists and help texts show them.
    package var entries: [CatalogueEntry] { types.map { CatalogueEntry($0.id, summary: $0.summary) } }

    /// The rule of an id; nil where there is none.
    public subscript(id: String) -> (any CombinationRule.Type)? { types.first { $0.id == id } }
}
