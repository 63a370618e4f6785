package import AccessLogs
import Interactions
package import Parameters
package import Scenarios
import Statistics

/// An organisation that is simulated in a moment.
package let organizationOfTwoHundred: [String: ParameterValue] = [
    "users": .integer(200), "shares": .integer(100), "departments": .integer(4), "days": .integer(42),
    "hub_shares": .integer(4), "projects": .integer(3), "service_accounts": .integer(3),
    "service_account_shares": .integer(20),
]

/// The test fold of a simulated log with two tenants.
package func injectionTarget() throws -> InjectionTarget { try twoTenants.get() }

/// Simulated once: many tests look at it.
private let twoTenants = Result {
    let parameters = organizationOfTwoHundred.merging(["tenants": .integer(2)]) { $1 }
    let log = try BlockModel(BlockModel.parameters.checked(parameters)).simulate(seed: Seed(3)).log
    return InjectionTarget(
        log: log, fold: try TimeSplit().split(log, population: .newPairsOfKnown).test, side: .whole(of: log))
}

/// A log in which the users `0..<users` accessed each of the resources `0..<resources`, without times.
package func fullLog(users: Int, resources: Int) -> AccessLog {
    var log = AccessLog()
    for user in 0..<users {
        for resource in 0..<resources {
            log.append(
                AccessEvent(user: AccountIdentity(name: "u\(user)"), resource: ResourceIdentity(name: "r\(resource)")))
        }
    }
    return log
}
