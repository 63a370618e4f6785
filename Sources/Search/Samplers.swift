public import Parameters

/// The samplers that a program offers, in the order in which they are listed.
public struct Samplers: ListedRegistry {
    /// The word of sentences.
    public static let noun = "sampler"
    /// The samplers, in the order in which they are listed.
    public let all: [any Sampler]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any Sampler]) {
        self.all = all
    }

    /// The id that the sampler states.
    public static func id(of sampler: any Sampler) -> String { sampler.id }

    /// A sampler as lists and help texts show it.
    public static func entry(of sampler: any Sampler) -> CatalogueEntry {
        CatalogueEntry(sampler.id, summary: sampler.summary)
    }

    /// The samplers of this module.
    public static let standard = Samplers([
        GridSampler(),
        RandomSampler(),
    ])
}
