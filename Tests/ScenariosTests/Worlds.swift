import AccessLogs
import Interactions
import Parameters
import Scenarios
import Statistics

/// An organisation that is simulated in a moment.
let organizationOfTwoHundred: [String: ParameterValue] = [
    "users": .integer(200), "shares": .integer(100), "departments": .integer(4), "days": .integer(42),
    "hub_shares": .integer(4), "projects": .integer(3), "service_accounts": .integer(3),
    "service_account_shares": .integer(20),
]

/// The test fold of a simulated log with two tenants.
func injectionTarget() throws -> InjectionTarget { try twoTenants.get() }

/// Simulated once: many tests look at it.
private let twoTenants = Result {
    let parameters = organizationOfTwoHundred.merging(["tenants": .integer(2)]) { $1 }
    let log = try BlockModel(BlockModel.parameters.checked(parameters)).simulate(seed: Seed(3)).log
    return InjectionTarget(
        log: log, fold: try TimeSplit().split(log, population: .newPairsOfKnown).test, side: .whole(of: log))
}

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

/// A log in which the users `0..<users` accessed each of the resources `0..<resources`, without times.
func fullLog(users: Int, resources: Int) -> AccessLog {
    var log = AccessLog()
    for user in 0..<users {
        for resource in 0..<resources {
            log.append(
                AccessEvent(user: AccountIdentity(name: "u\(user)"), resource: ResourceIdentity(name: "r\(resource)")))
        }
    }
    return log
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
