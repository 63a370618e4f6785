import Interactions
import LinearAlgebra

/// What ``CyberML`` learned: factors, and each tenant's standardisation.
struct CyberMLModel: FittedDetector {
    let factors: NonnegativeALS.Factors
    /// By tenant.
    let standardizations: [Standardization]
    /// The index of each user's tenant among ``standardizations``.
    let tenantOfUser: [Int32]

    /// - Parameter tenants: the users of each tenant, in order and without gaps.
    init(factors: NonnegativeALS.Factors, standardizations: [Standardization], tenants: [Range<Int>]) {
        self.factors = factors
        self.standardizations = standardizations
        tenantOfUser = tenants.enumerated().flatMap { tenant, users in users.map { _ in Int32(tenant) } }
    }

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        zip(users, resources).map { user, resource in
            standardizations[Int(tenantOfUser[Int(user)])]
                .score(of: factors.prediction(user: Int(user), resource: Int(resource)))
        }
    }

    var tensors: [String: Matrix<Float>] {
        [
            "user_factors": factors.users, "resource_factors": factors.resources,
            "standardisation": standardizations.tensor,
        ]
    }
}
