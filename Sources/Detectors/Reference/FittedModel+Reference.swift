package import AccessLogs
package import Interactions

extension FittedModel {
    /// The model as the reference system has it; nil for every other algorithm, and where scores are normalised.
    package var referenceModel: ReferenceModel? {
        (detector as? CyberMLModel).map { ReferenceModel($0, of: LikelihoodTable(matrix), history: nil) }
    }
}

extension ReferenceModel {
    /// The scores of some accesses of a log, in the same order.
    package func scores(of accesses: [AccessEvent]) -> [AnomalyScore] {
        accesses.map { access in
            score(of: Access(tenant: access.tenant, user: access.user.name, resource: access.resource.name))
        }
    }
}
