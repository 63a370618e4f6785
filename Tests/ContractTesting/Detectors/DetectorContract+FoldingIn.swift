import AccessLogs
import Detectors
import Interactions
import LinearAlgebra
import Testing

extension DetectorContract {
    /// Two tenants, so that the second one's indices do not begin at zero.
    private var tenants: InteractionMatrix {
        InteractionMatrix(randomAccesses() + randomAccesses(tenant: "v", users: 8, resources: 11, count: 50))
    }

    func checkFoldingIn() throws {
        let tenants = tenants, detector = detector()
        let fitted = try detector.fit(tenants, .standard)
        guard let folding = fitted as? any FoldingIn else {
            #expect(!type.foldsIn, "\(id) says that it folds in, and does not")
            return
        }
        #expect(type.foldsIn, "\(id) folds in, and does not say so")
        let restored = try #require(try detector.restore(fitted.tensors, for: tenants) as? any FoldingIn)
        for (number, user) in [0, 3, tenants.users.count - 1].enumerated() {
            let accesses = tenants.accesses(ofUser: user)
            let others = tenants.resourcesOfTenant(ofUser: user)
            let scores = try folding.scores(ofNewUser: accesses, for: others)
            try expectSound(scores, count: others.count, "of new user \(number)")
            try expectEqual(
                scores, restored.scores(ofNewUser: accesses, for: others), "restored, of new user \(number)")
            let single = try others.flatMap { try folding.scores(ofNewUser: accesses, for: [$0]) }
            try expectEqual(scores, single, "one by one, of new user \(number)")
            let apart = try accesses.indices.map { index in
                try folding.scores(ofNewUser: accesses.without(index), for: [accesses[index].resource])[0]
            }
            try expectEqual(
                folding.leaveOneOutScores(ofNewUser: accesses, isCancelled: { false }), apart,
                "without one, of new user \(number)")
        }
        let byResource = tenants.counts.transposed()
        for (number, resource) in [0, 4, tenants.resources.count - 1].enumerated() {
            let accesses = byResource.range(ofRow: resource).map {
                (user: byResource.columnIndices[$0], count: byResource.values[$0])
            }
            let others = tenants.usersOfTenant(ofResource: resource)
            let scores = try folding.scores(ofNewResource: accesses, for: others)
            try expectSound(scores, count: others.count, "of new resource \(number)")
            try expectEqual(
                scores, restored.scores(ofNewResource: accesses, for: others), "restored, of new resource \(number)")
            let apart = try accesses.indices.map { index in
                try folding.scores(ofNewResource: accesses.without(index), for: [accesses[index].user])[0]
            }
            try expectEqual(
                folding.leaveOneOutScores(ofNewResource: accesses, isCancelled: { false }), apart,
                "without one, of new resource \(number)")
        }
        if let first = tenants.accesses(ofUser: 0).first {
            // Nothing is known of a newcomer of one access, which must be no reason to fail.
            _ = try folding.leaveOneOutScores(ofNewUser: [first], isCancelled: { false })
        }
    }

    private func expectSound(_ scores: [Double], count: Int, _ what: String) throws {
        #expect(scores.count == count, "\(id): \(what)")
        #expect(scores.allSatisfy { $0.isFinite }, "\(id) has scores that are not finite, \(what)")
    }

    private func expectEqual(_ scores: [Double], _ expected: [Double], _ what: String) throws {
        try #require(scores.count == expected.count, "\(id): \(what)")
        for (score, expected) in zip(scores, expected) {
            #expect(abs(score - expected) <= 1e-5 * max(1, abs(expected)), "\(id) scores otherwise \(what)")
        }
    }
}

extension InteractionMatrix {
    /// A user's accesses as a newcomer has them.
    package func accesses(ofUser user: Int) -> [(resource: Int32, count: Float)] {
        counts.range(ofRow: user).map { (resource: counts.columnIndices[$0], count: counts.values[$0]) }
    }

    fileprivate func resourcesOfTenant(ofUser user: Int) -> [Int32] {
        tenants.first { $0.users.contains(user) }?.resources.map { Int32($0) } ?? []
    }

    fileprivate func usersOfTenant(ofResource resource: Int) -> [Int32] {
        tenants.first { $0.resources.contains(resource) }?.users.map { Int32($0) } ?? []
    }
}

extension Array {
    fileprivate func without(_ index: Int) -> [Element] { Array(self[..<index] + self[(index + 1)...]) }
}
