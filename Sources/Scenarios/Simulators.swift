public import Parameters

/// The simulators that a program offers, in the order in which they are listed.
public struct Simulators: ListedRegistry {
    /// The word of sentences.
    public static let noun = "simulator"
    /// The simulators, in the order in which they are listed.
    public let all: [any OrganizationSimulator.Type]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any OrganizationSimulator.Type]) {
        self.all = all
    }

    /// The id that the type states.
    public static func id(of type: any OrganizationSimulator.Type) -> String { type.id }

    /// A simulator as lists and help texts show it.
    public static func entry(of type: any OrganizationSimulator.Type) -> CatalogueEntry {
        CatalogueEntry(type.id, summary: type.summary, parameters: type.parameters)
    }

    /// The simulators of this module.
    public static let standard = Simulators([
        BlockModel.self, RoleModel.self,
    ])

    /// - Throws: ``SimulationError`` for an id that no simulator has.
    public func type(of id: String) throws(SimulationError) -> any OrganizationSimulator.Type {
        do { return try component(id) } catch { throw SimulationError(error.description) }
    }

    /// A simulator with the given parameters; the rest take their defaults.
    ///
    /// - Throws: ``SimulationError`` for an unknown id, `ParameterError` for unacceptable parameters.
    public func simulator(
        _ id: String, parameters: [String: ParameterValue] = [:]
    ) throws -> any OrganizationSimulator {
        let type = try type(of: id)
        return try type.init(type.parameters.checked(parameters))
    }
}

/// An organisation that cannot be simulated, or a log that cannot be replayed, as asked.
public struct SimulationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why the organisation cannot be simulated, in a sentence.
    public let description: String

    /// - Parameter description: a sentence for people.
    public init(_ description: String) {
        self.description = description
    }
}
