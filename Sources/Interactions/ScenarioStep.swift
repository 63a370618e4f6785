/// The position of an access in an attack that a scenario made up.
public struct ScenarioStep: Hashable, Sendable {
    /// The scenario's index in the experiment's list.
    public var scenario: Int
    /// The attack, or the innocent double of one, that the access is part of; numbered over a whole window.
    public var attack: Int
    /// The access's index in the attack, from zero.
    public var step: Int
    /// How conspicuous the attack is on the scenario's own scale, from 0 to 1.
    public var severity: Double

    public init(scenario: Int, attack: Int, step: Int, severity: Double) {
        self.scenario = scenario
        self.attack = attack
        self.step = step
        self.severity = severity
    }
}
