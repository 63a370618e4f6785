public import Parameters
import Statistics

/// The signals that a program offers, in the order in which they are listed.
public struct Signals: Sendable {
    /// The signals, in the order in which they are listed.
    public let types: [any Signal.Type]

    /// - Parameter types: each with an id of its own.
    public init(_ types: [any Signal.Type]) {
        self.types = types
    }

    /// The signals of this module.
    public static let standard = Signals([
        NoveltyRate.self,
        NoveltyWeek.self,
        SurprisingPairs.self,
        SurprisingWeek.self,
        Returns.self,
        SurprisingNovelty.self,
        Rhythm.self,
        Burst.self,
        Breadth.self,
        Volume.self,
    ])

    /// The signals that are combined where none are named: those that added something to the others in simulated
    /// organisations.
    package static let chosen = [NoveltyRate.id, NoveltyWeek.id, SurprisingPairs.id, SurprisingWeek.id, Returns.id]

    /// The ids, in the order in which they are listed.
    public var ids: [String] { types.map { $0.id } }

    /// The signals as lists and help texts show them.
    public var entries: [CatalogueEntry] { types.map { CatalogueEntry($0.id, summary: $0.summary) } }

    /// The signal of an id; nil where there is none.
    public subscript(id: String) -> (any Signal.Type)? { types.first { $0.id == id } }
}
