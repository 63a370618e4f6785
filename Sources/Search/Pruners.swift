public import Parameters

/// The pruners that a program offers, in the order in which they are listed.
public struct Pruners: ListedRegistry {
    /// The word of sentences.
    public static let noun = "pruner"
    /// The pruners, in the order in which they are listed.
    public let all: [any Pruner.Type]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any Pruner.Type]) {
        self.all = all
    }

    /// The id that the type states.
    public static func id(of type: any Pruner.Type) -> String { type.id }

    /// A pruner as lists and help texts show it.
    public static func entry(of type: any Pruner.Type) -> CatalogueEntry {
        CatalogueEntry(type.id, summary: type.summary, parameters: type.parameters)
    }

    /// The pruners of this module.
    public static let standard = Pruners([
        SuccessiveHalving.self
    ])
}
