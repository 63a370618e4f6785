public import Parameters

/// The formats of alerts that a program offers, in the order in which they are listed. The first is the one that counts
/// where none is named.
public struct AlertFormats: Sendable {
    /// The formats, in the order in which they are listed.
    public let types: [any AlertFormat.Type]

    /// - Parameter types: each with an id of its own.
    public init(_ types: [any AlertFormat.Type]) {
        self.types = types
    }

    /// The formats of this module.
    public static let standard = AlertFormats([
        JSONLinesFormat.self,
        CSVFormat.self,
    ])

    /// The names on the command line, in the order in which formats are listed.
    public var ids: [String] { types.map { $0.id } }

    /// The format of an id; nil where there is none.
    public subscript(id: String) -> (any AlertFormat.Type)? {
        types.first { $0.id == id }
    }

    /// The formats as lists and help texts show them.
    public var entries: [CatalogueEntry] {
        types.map { CatalogueEntry($0.id, summary: $0.summary) }
    }
}
