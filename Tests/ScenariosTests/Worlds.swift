import AccessLogs
import ContractTesting
import Interactions
import Parameters
import Scenarios
import Statistics

/// The test fold of a simulated log with one tenant, and who is who.
func simulatedTarget(seed: UInt64 = 3) throws -> (target: InjectionTarget, organization: Organization) {
    let simulation = try BlockModel(BlockModel.parameters.checked(organizationOfTwoHundred))
        .simulate(seed: Seed(seed))
    let fold = try TimeSplit().split(simulation.log, population: .newPairsOfKnown).test
    return (InjectionTarget(log: simulation.log, fold: fold, side: .whole(of: simulation.log)), simulation.organization)
}

extension InjectionTarget {
    /// What a scenario injects.
    func attacks(
        _ id: String, _ parameters: [String: ParameterValue] = [:], count: Int, seed: UInt64 = 1
    ) throws -> [Attack] {
        try InjectionScenarios.standard.scenario(id, parameters: parameters)
            .inject(into: self, count: count, using: RandomStream(seed: Seed(seed)))
    }
}

/// The benign cases of a window and those of some attacks, in random order as a study has them.
func labeledCases(of window: EvaluationWindow, with attacks: [Attack], seed: UInt64 = 1) -> [LabeledAccess] {
    var cases = window.benign
    for (number, attack) in attacks.enumerated() where attack.kind != .contamination {
        for (index, access) in attack.accesses.enumerated() {
            let step = ScenarioStep(scenario: 0, attack: number, step: index, severity: attack.severity)
            cases.append(
                LabeledAccess(
                    user: access.user, resource: access.resource, time: access.time,
                    label: access.isAnomalous ? .injected(step) : .twin(step)))
        }
    }
    RandomStream(seed: Seed(seed)).shuffle(&cases)
    return cases
}
