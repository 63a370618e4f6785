public import Parameters

/// The signals that a program offers, in the order in which they are listed.
public struct Signals: ListedRegistry {
    /// The word of sentences.
    public static let noun = "signal"
    /// The signals, in the order in which they are listed.
    public let all: [any Signal.Type]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any Signal.Type]) {
        self.all = all
    }

    /// The id that the signal states.
    public static func id(of signal: any Signal.Type) -> String { signal.id }

    /// A signal as lists and help texts show it.
    public static func entry(of signal: any Signal.Type) -> CatalogueEntry {
        CatalogueEntry(
            signal.id, summary: signal.summary,
            facts: [
                CatalogueEntry.Fact("family", signal.family.rawValue),
                CatalogueEntry.Fact("unless others are named", chosen.contains(signal.id) ? "combined" : "left out"),
            ])
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
}
