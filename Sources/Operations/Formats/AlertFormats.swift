public import Parameters

/// The formats of alerts that a program offers, in the order in which they are listed. The first is the one that counts
/// where none is named.
public struct AlertFormats: ListedRegistry {
    /// The word of sentences.
    public static let noun = "format of alerts"
    /// The formats, in the order in which they are listed.
    public let all: [any AlertFormat.Type]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any AlertFormat.Type]) {
        self.all = all
    }

    /// The id that the type states.
    public static func id(of type: any AlertFormat.Type) -> String { type.id }

    /// A format as lists and help texts show it.
    public static func entry(of type: any AlertFormat.Type) -> CatalogueEntry {
        CatalogueEntry(type.id, summary: type.summary)
    }

    /// The formats of this module.
    public static let standard = AlertFormats([
        JSONLinesFormat.self,
        CSVFormat.self,
        TextFormat.self,
    ])
}
