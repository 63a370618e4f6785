public import Parameters

/// The injection scenarios that a program offers, in the order in which they are listed.
public struct InjectionScenarios: ListedRegistry {
    /// The word of sentences.
    public static let noun = "scenario"
    /// The scenarios, in the order in which they are listed.
    public let all: [any InjectionScenario.Type]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any InjectionScenario.Type]) {
        self.all = all
    }

    /// The id that the type states.
    public static func id(of type: any InjectionScenario.Type) -> String { type.id }

    /// A scenario as lists and help texts show it.
    public static func entry(of type: any InjectionScenario.Type) -> CatalogueEntry {
        CatalogueEntry(type.id, summary: type.summary, parameters: type.parameters)
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

    /// - Throws: ``InjectionError`` for an id that no scenario has.
    public func type(of id: String) throws -> any InjectionScenario.Type {
        do { return try component(id) } catch { throw InjectionError(error.description) }
    }

    /// A scenario with the given parameters; the rest take their defaults.
    ///
    /// - Throws: ``InjectionError`` for an unknown id, `ParameterError` for unacceptable parameters.
    public func scenario(_ id: String, parameters: [String: ParameterValue] = [:]) throws -> any InjectionScenario {
        let type = try type(of: id)
        return try type.init(type.parameters.checked(parameters))
    }
}
