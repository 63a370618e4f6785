package import AccessLogs
package import Detectors
package import Interactions
import LinearAlgebra
package import Parameters
import Statistics

/// An access of a log by hand.
package func access(_ user: String, _ resource: String, tenant: String = "t", weight: Double = 1) -> AccessEvent {
    AccessEvent(
        tenant: tenant, user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource), weight: weight)
}

/// A tenant whose users access resources at random, some of them repeatedly.
package func randomAccesses(
    tenant: String = "t", users: Int = 12, resources: Int = 9, count: Int = 60
) -> [AccessEvent] {
    let random = RandomStream(seed: Seed(1).derived(tenant))
    return (0..<count).map { _ in
        access(
            "u\(random.index(below: users))", "r\(random.index(below: resources))", tenant: tenant,
            weight: 0.25 * Double(1 + random.index(below: 8)))
    }
}

extension InteractionMatrix {
    package init(_ accesses: [AccessEvent]) {
        var log = AccessLog()
        for access in accesses { log.append(access) }
        self.init(counting: log)
    }

    /// All users with all resources of the same tenant.
    package var allPairs: (users: [Int32], resources: [Int32]) {
        var pairs: (users: [Int32], resources: [Int32]) = ([], [])
        for tenant in tenants {
            for user in tenant.users {
                for resource in tenant.resources {
                    pairs.users.append(Int32(user))
                    pairs.resources.append(Int32(resource))
                }
            }
        }
        return pairs
    }

    /// A fitted detector's scores of all pairs within a tenant, by tenant, user and resource.
    package func scores(of detector: any FittedDetector) throws -> [[String]: Double] {
        let pairs = allPairs
        var scores: [[String]: Double] = [:]
        let values = try detector.scores(users: pairs.users, resources: pairs.resources)
        for (index, value) in values.enumerated() {
            let user = users[Int(pairs.users[index])], resource = resources[Int(pairs.resources[index])]
            scores[[user.tenant, user.name, resource.name]] = value
        }
        return scores
    }
}

extension Detector {
    /// A detector with some parameters; the rest take their defaults.
    package init(_ values: [String: ParameterValue]) throws {
        self.init(try Self.parameters.checked(values))
    }
}

extension FitContext {
    /// One worker, and the seed of the contract.
    package static let standard = FitContext(seed: Seed(5))
}
