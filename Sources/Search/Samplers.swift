public import Parameters

/// The samplers by their ids.
public struct Samplers: Sendable {
    /// All samplers of the workbench; a new one is added here.
    public static let standard = Samplers([
        GridSampler(),
        RandomSampler(),
    ])

    private let samplers: [any Sampler]

    /// - Parameter samplers: each with an id of its own.
    public init(_ samplers: [any Sampler]) {
        self.samplers = samplers
    }

    /// The names in files, in the order in which samplers are listed.
    public var ids: [String] { samplers.map(\.id) }

    /// The samplers as lists and help texts show them.
    public var entries: [CatalogueEntry] {
        samplers.map { CatalogueEntry($0.id, summary: $0.summary) }
    }

    /// The sampler of an id; nil where none has it.
    public subscript(id: String) -> (any Sampler)? {
        samplers.first { $0.id == id }
    }
}
