public import Parameters

/// The injection scenarios that a program offers, in the order in which they are listed.
public struct InjectionScenarios: Sendable {
    /// The scenarios, in the order in which they are listed.
    public let types: [any InjectionScenario.Type]

    /// - Parameter types: each with an id of its own.
    public init(_ types: [any InjectionScenario.Type]) {
        self.types = types
    }

    /// The scenarios of this module.
    public static let standard = InjectionScenarios([
        FrequencyMatchedPairs.self,
        UniformPairs.self,
        CrossDepartment.self,
        CompromisedAccount.self,
        LateralMovement.self,
        RoleChange.self,
        LowAndSlow.self,
        Mimicry.self,
        Hoarding.self,
        DormantAccount.self,
        Newcomer.self,
        TrainingContamination.self,
        RedTeamFanOut.self,
    ])

    /// The scenarios as lists and help texts show them.
    public var entries: [CatalogueEntry] {
        types.map { CatalogueEntry($0.id, summary: $0.summary, parameters: $0.parameters) }
    }

    /// - Throws: ``InjectionError`` for an id that is not registered.
    public func type(of id: String) throws -> any InjectionScenario.Type {
        guard let type = types.first(where: { $0.id == id }) else {
            throw InjectionError("unknown scenario '\(id)'" + Suggestion.sentence(for: id, among: types.map { $0.id }))
        }
        return type
    }

    /// A scenario with the given parameters; the rest take their defaults.
    ///
    /// - Throws: ``InjectionError`` for an unknown id, `ParameterError` for unacceptable parameters.
    public func scenario(_ id: String, parameters: [String: ParameterValue] = [:]) throws -> any InjectionScenario {
        let type = try type(of: id)
        return try type.init(type.parameters.checked(parameters))
    }
}
