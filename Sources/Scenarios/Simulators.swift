public import Parameters

/// The simulators that a program offers, in the order in which they are listed.
public struct Simulators: Sendable {
    /// The simulators, in the order in which they are listed.
    public let types: [any OrganizationSimulator.Type]

    /// - Parameter types: each with an id of its own.
    public init(_ types: [any OrganizationSimulator.Type]) {
        self.types = types
    }

    /// The simulators of this module.
    public static let standard = Simulators([
        BlockModel.self, RoleModel.self,
    ])

    /// The simulators as lists and help texts show them.
    public var entries: [CatalogueEntry] {
        types.map { CatalogueEntry($0.id, summary: $0.summary, parameters: $0.parameters) }
    }

    /// - Throws: ``SimulationError`` for an id that is not registered.
    public func type(of id: String) throws(SimulationError) -> any OrganizationSimulator.Type {
        guard let type = types.first(where: { $0.id == id }) else {
            throw SimulationError(
                "unknown simulator '\(id)'" + Suggestion.sentence(for: id, among: types.map { $0.id }))
        }
        return type
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
