import Foundation
import Interactions
import LinearAlgebra

/// Weighted paths of length three in the graph of users and resources: from a user u over one of its resources j and
/// another user v of j to a resource i.
///
/// The anomaly score is −start(u) · end(i) · Σ over such paths of resource(j) · user(v). Paths that use the edge (u, i)
/// itself are left out, so that a pair that was seen gains nothing from its own entry but its part in the degrees.
///
/// A newcomer's accesses count as if they were edges of the graph, in the degrees of those that they lead to as well: its
/// scores are those of a model whose training had them too.
///
/// Complexity: O(Σ d(j) over the resources j of u) for each user and O(d(i)) for each pair. Memory: the pairs.
struct ThreePaths: FoldingIn {
    private let byUser: SparseMatrix
    private let byResource: SparseMatrix
    /// What the users, and the resources, make of the paths that they lie on.
    private let users: Factors
    private let resources: Factors
    private let start: @Sendable (Int) -> Double
    private let end: @Sendable (Int) -> Double

    /// The factors of one side.
    private struct Factors: Sendable {
        /// The factor for a path through each node.
        let passing: [Double]
        /// The same, were the degree larger by one.
        let passingWithNewcomer: [Double]
        /// The factor for all paths that begin or end at each node, and the same were the degree larger by one.
        let ending: [Double]
        let endingWithNewcomer: [Double]

        init(_ degrees: [Int], passing: (Int) -> Double, ending: (Int) -> Double) {
            // A matrix made by hand may have empty rows, whose scores must not be NaN.
            self.passing = degrees.map { passing(max(1, $0)) }
            self.ending = degrees.map { ending(max(1, $0)) }
            passingWithNewcomer = degrees.map { passing($0 + 1) }
            endingWithNewcomer = degrees.map { ending($0 + 1) }
        }
    }

    /// - Parameters: functions of the degree of a user or resource.
    init(
        _ matrix: InteractionMatrix, user: (Int) -> Double, resource: (Int) -> Double,
        start: @escaping @Sendable (Int) -> Double, end: @escaping @Sendable (Int) -> Double
    ) {
        byUser = matrix.counts
        byResource = matrix.counts.transposed()
        users = Factors(byUser.rowDegrees, passing: user, ending: start)
        resources = Factors(byResource.rowDegrees, passing: resource, ending: end)
        self.start = start
        self.end = end
    }

    func scores(users: [Int32], resources: [Int32]) throws -> [Double] {
        try scores(users: users, resources: resources, isCancelled: { false })
    }

    /// Asks before every user.
    func scores(users: [Int32], resources: [Int32], isCancelled: @Sendable () -> Bool) throws -> [Double] {
        var scores = [Double](repeating: 0, count: users.count)
        var reached = Reached(users: byUser.rows)
        for (user, indices) in PairGroups(by: users).groups {
            if isCancelled() { throw CancellationError() }
            reach(&reached, from: user)
            for index in indices {
                let resource = Int(resources[index])
                let own = byUser.contains(row: user, column: resource) ? self.resources.passing[resource] : 0
                var sum = 0.0
                for position in byResource.range(ofRow: resource) {
                    let other = Int(byResource.columnIndices[position])
                    if other != user { sum += self.users.passing[other] * (reached.sums[other] - own) }
                }
                scores[index] = -self.users.ending[user] * self.resources.ending[resource] * sum
            }
            reached.clear()
        }
        return scores
    }

    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) -> [Double] {
        let reached = reached(fromNewUser: accesses), own = Set(accesses.map(\.resource))
        let start = start(max(1, accesses.count))
        return resources.map { target in
            let resource = Int(target), isOwn = own.contains(target)
            let end = isOwn ? self.resources.endingWithNewcomer[resource] : self.resources.ending[resource]
            return -start * end
                * sum(reached, to: resource, leavingOut: isOwn ? self.resources.passingWithNewcomer[resource] : 0)
        }
    }

    /// Paths over the resource in question are left out one by one, so that all are found at once.
    func leaveOneOutScores(
        ofNewUser accesses: [(resource: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        let reached = reached(fromNewUser: accesses), start = start(max(1, accesses.count - 1))
        return try accesses.enumerated().map { index, access in
            if index % 1024 == 0, isCancelled() { throw CancellationError() }
            let resource = Int(access.resource)
            return -start * resources.ending[resource]
                * sum(reached, to: resource, leavingOut: resources.passingWithNewcomer[resource])
        }
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) -> [Double] {
        let own = Set(accesses.map(\.user)), end = end(max(1, accesses.count))
        var reached = Reached(users: byUser.rows)
        return users.map { target in
            let user = Int(target)
            reach(&reached, from: user)
            let sum = accesses.reduce(0) { sum, access in
                access.user == target
                    ? sum : sum + self.users.passingWithNewcomer[Int(access.user)] * reached.sums[Int(access.user)]
            }
            reached.clear()
            return -(own.contains(target) ? self.users.endingWithNewcomer[user] : self.users.ending[user]) * end * sum
        }
    }

    /// What the paths of length two to each user add up to, without the factor of that user.
    private struct Reached {
        var sums: [Double]
        private var touched: [Int] = []

        init(users: Int) {
            sums = [Double](repeating: 0, count: users)
        }

        mutating func add(_ value: Double, to user: Int) {
            if sums[user] == 0 { touched.append(user) }
            sums[user] += value
        }

        mutating func clear() {
            for user in touched { sums[user] = 0 }
            touched.removeAll(keepingCapacity: true)
        }
    }

    private func reach(_ reached: inout Reached, from user: Int) {
        for entry in byUser.range(ofRow: user) {
            let resource = Int(byUser.columnIndices[entry])
            for position in byResource.range(ofRow: resource) {
                reached.add(resources.passing[resource], to: Int(byResource.columnIndices[position]))
            }
        }
        reached.sums[user] = 0
    }

    private func reached(fromNewUser accesses: [(resource: Int32, count: Float)]) -> Reached {
        var reached = Reached(users: byUser.rows)
        for (resource, _) in accesses {
            for position in byResource.range(ofRow: Int(resource)) {
                reached.add(
                    resources.passingWithNewcomer[Int(resource)], to: Int(byResource.columnIndices[position]))
            }
        }
        return reached
    }

    /// What paths to a resource add up to, of which some go over the resource itself.
    private func sum(_ reached: Reached, to resource: Int, leavingOut own: Double) -> Double {
        byResource.range(ofRow: resource).reduce(0) { sum, position in
            let other = Int(byResource.columnIndices[position])
            return sum + users.passing[other] * (reached.sums[other] - own)
        }
    }

    /// Empty: the training pairs determine the model.
    var tensors: [String: Matrix<Float>] { [:] }
}
