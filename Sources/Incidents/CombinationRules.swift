package import Parameters
package import Statistics

/// The ways to make one tail probability of several that a program offers, the default first.
package struct CombinationRules: ListedRegistry {
    /// The word of sentences.
    package static let noun = "combination"
    /// The rules, in the order in which they are listed.
    package let all: [any CombinationRule.Type]

    /// - Parameter all: each with an id of its own.
    package init(_ all: [any CombinationRule.Type]) {
        self.all = all
    }

    /// The id that the rule states.
    package static func id(of rule: any CombinationRule.Type) -> String { rule.id }

    /// A rule as lists and help texts show it.
    package static func entry(of rule: any CombinationRule.Type) -> CatalogueEntry {
        CatalogueEntry(rule.id, summary: rule.summary)
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
}
