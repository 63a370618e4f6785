public import Parameters

/// The pruners that a program offers, in the order in which they are listed.
public struct Pruners: Sendable {
    /// The pruners, in the order in which they are listed.
    public let types: [any Pruner.Type]

    /// - Parameter types: each with an id of its own.
    public init(_ types: [any Pruner.Type]) {
        self.types = types
    }

    /// The pruners of this module.
    public static let standard = Pruners([
        SuccessiveHalving.self
    ])

    /// The names in files, in the order in which pruners are listed.
    public var ids: [String] { types.map { $0.id } }

    /// The pruner of an id; nil where there is none.
    public subscript(id: String) -> (any Pruner.Type)? {
        types.first { $0.id == id }
    }

    /// The pruners as lists and help texts show them.
    public var entries: [CatalogueEntry] {
        types.map { CatalogueEntry($0.id, summary: $0.summary, parameters: $0.parameters) }
    }
}
