import Interactions
import LinearAlgebra

/// An ensemble whose members all fold in: a newcomer's score is the weighed sum of the members' votes on it.
struct FoldingEnsemble: FoldingIn {
    private let ensemble: EnsembleModel

    /// - Returns: nil where a member does not fold in.
    init?(_ ensemble: EnsembleModel) {
        guard ensemble.parts.allSatisfy({ $0.members.allSatisfy { $0.detector is any FoldingIn } }) else { return nil }
        self.ensemble = ensemble
    }

    func scores(users: [Int32], resources: [Int32]) throws -> [Double] {
        try ensemble.scores(users: users, resources: resources)
    }

    func scores(users: [Int32], resources: [Int32], isCancelled: @Sendable () -> Bool) throws -> [Double] {
        try ensemble.scores(users: users, resources: resources, isCancelled: isCancelled)
    }

    var tensors: [String: Matrix<Float>] { ensemble.tensors }

    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) throws -> [Double] {
        guard let first = accesses.first else { return resources.map { _ in 0 } }
        let (part, tenant) = ensemble.part(ofResource: first.resource)
        let start = Int32(tenant.resources.lowerBound)
        let own = accesses.map { (resource: $0.resource - start, count: $0.count) }
        return try sum(part, count: resources.count) {
            try $0.scores(ofNewUser: own, for: resources.map { $0 - start })
        }
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) throws -> [Double] {
        guard let first = accesses.first else { return users.map { _ in 0 } }
        let (part, tenant) = ensemble.part(ofUser: first.user)
        let start = Int32(tenant.users.lowerBound)
        let own = accesses.map { (user: $0.user - start, count: $0.count) }
        return try sum(part, count: users.count) { try $0.scores(ofNewResource: own, for: users.map { $0 - start }) }
    }

    func leaveOneOutScores(
        ofNewUser accesses: [(resource: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        guard let first = accesses.first else { return [] }
        let (part, tenant) = ensemble.part(ofResource: first.resource)
        let own = accesses.map { (resource: $0.resource - Int32(tenant.resources.lowerBound), count: $0.count) }
        return try sum(part, count: accesses.count) {
            try $0.leaveOneOutScores(ofNewUser: own, isCancelled: isCancelled)
        }
    }

    func leaveOneOutScores(
        ofNewResource accesses: [(user: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        guard let first = accesses.first else { return [] }
        let (part, tenant) = ensemble.part(ofUser: first.user)
        let own = accesses.map { (user: $0.user - Int32(tenant.users.lowerBound), count: $0.count) }
        return try sum(part, count: accesses.count) {
            try $0.leaveOneOutScores(ofNewResource: own, isCancelled: isCancelled)
        }
    }

    /// - Parameter votes: what a member says of each case.
    private func sum(
        _ part: EnsembleModel.Part, count: Int, votes: (any FoldingIn) throws -> [Double]
    ) throws -> [Double] {
        var scores = [Double](repeating: 0, count: count)
        for (member, weight) in zip(part.members, part.weights) {
            guard let detector = member.detector as? any FoldingIn else { continue }
            for (index, vote) in try votes(detector).enumerated() { scores[index] += weight * member.vote(vote) }
        }
        return scores
    }
}

extension EnsembleModel {
    /// The model as one that folds in, where its members do.
    var foldingIn: any FittedDetector { FoldingEnsemble(self) ?? self }
}
