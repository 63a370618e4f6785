import Interactions
import LinearAlgebra

/// The members of an ensemble, fitted and weighed, tenant by tenant.
struct EnsembleModel: FittedDetector {
    /// One tenant's members. A tenant without pairs has none.
    struct Part: Sendable {
        let members: [Voter]
        let weights: [Double]
    }

    struct Voter: Sendable {
        let id: String
        let setting: Int
        let detector: any FittedDetector
        let vote: MemberVote
    }

    let parts: [Part]
    private let tenants: [InteractionMatrix.Tenant]
    private let tenantOfUser: [Int32]
    private let tenantOfResource: [Int32]

    init(parts: [Part], _ matrix: InteractionMatrix) {
        self.parts = parts
        tenants = matrix.tenants
        tenantOfUser = matrix.tenantOfUser
        tenantOfResource = matrix.tenantOfResource
    }

    /// The members of a user's tenant, and the tenant.
    func part(ofUser user: Int32) -> (Part, InteractionMatrix.Tenant) {
        let number = Int(tenantOfUser[Int(user)])
        return (parts[number], tenants[number])
    }

    /// The members of a resource's tenant, and the tenant.
    func part(ofResource resource: Int32) -> (Part, InteractionMatrix.Tenant) {
        let number = Int(tenantOfResource[Int(resource)])
        return (parts[number], tenants[number])
    }

    func scores(users: [Int32], resources: [Int32]) throws -> [Double] {
        try scores(users: users, resources: resources, isCancelled: { false })
    }

    func scores(users: [Int32], resources: [Int32], isCancelled: @Sendable () -> Bool) throws -> [Double] {
        var indices = [[Int]](repeating: [], count: parts.count)
        for (index, user) in users.enumerated() { indices[Int(tenantOfUser[Int(user)])].append(index) }
        var scores = [Double](repeating: 0, count: users.count)
        for (number, part) in parts.enumerated() where !indices[number].isEmpty {
            let tenant = tenants[number]
            let ownUsers = indices[number].map { users[$0] - Int32(tenant.users.lowerBound) }
            let ownResources = indices[number].map { resources[$0] - Int32(tenant.resources.lowerBound) }
            for (member, weight) in zip(part.members, part.weights) {
                let votes = try member.detector.scores(
                    users: ownUsers, resources: ownResources, isCancelled: isCancelled)
                for (index, vote) in zip(indices[number], votes) { scores[index] += weight * member.vote(vote) }
            }
        }
        return scores
    }

    var tensors: [String: Matrix<Float>] {
        var tensors: [String: Matrix<Float>] = [:]
        for (number, part) in parts.enumerated() where !part.members.isEmpty {
            tensors["\(number)/weights"] = Matrix(
                rows: 1, columns: part.weights.count, elements: part.weights.map { Float($0) })
            for member in part.members {
                let prefix = "\(number)/\(member.id)/"
                tensors[prefix + "setting"] = Matrix(rows: 1, columns: 1, elements: [Float(member.setting)])
                tensors[prefix + "quantiles"] = member.vote.among.quantiles
                if let legitimate = member.vote.legitimate {
                    tensors[prefix + "legitimate_quantiles"] = legitimate.quantiles
                }
                for (name, tensor) in member.detector.tensors { tensors[prefix + "model/" + name] = tensor }
            }
        }
        return tensors
    }
}

extension [String: Matrix<Float>] {
    /// The tensors whose names begin with a prefix and a slash, without them.
    func within(_ prefix: String) -> [String: Matrix<Float>] {
        var inner: [String: Matrix<Float>] = [:]
        for (name, tensor) in self where name.hasPrefix(prefix + "/") {
            inner[String(name.dropFirst(prefix.count + 1))] = tensor
        }
        return inner
    }
}
