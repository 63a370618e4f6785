import AccessLogs
import Detectors
import Interactions
import Operations
import Parameters
import Statistics
import TestSupport

extension ScoredEvent {
    /// An access of user u to resource r.
    init(
        _ score: AnomalyScore, tenant: String = "0", user: String = "u", resource: String = "r", day: Int? = nil
    ) {
        self.init(
            access: AccessEvent(
                tenant: tenant, user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource),
                time: day.map { .day($0) }),
            score: score)
    }
}

/// A model of the popularity rule for users a and b, who share one resource, and c with another.
func popularityModel() throws -> FittedModel {
    let log = AccessLog(pairs: [("a", "r"), ("b", "r"), ("b", "s"), ("c", "t")])
    return try FittedModel(
        Popularity.self, parameters: Popularity.parameters.standard, fittedTo: InteractionMatrix(counting: log),
        FitContext(seed: Seed(1)))
}
