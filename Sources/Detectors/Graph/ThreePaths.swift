import Foundation
import Interactions
import LinearAlgebra

/// Weighted paths of length three in the graph of users and resources: from a user u over one of its resources j and
/// another user v of j to a resource i.
///
/// The anomaly score is −start(u) · end(i) · Σ over such paths of resource(j) · user(v). Paths that use the edge (u, i)
/// itself are left out, so that a pair that was seen gains nothing from its own entry but its part in the degrees.
///
/// Complexity: O(Σ d(j) over the resources j of u) for each user and O(d(i)) for each pair. Memory: the pairs.
struct ThreePaths: FittedDetector {
    private let byUser: SparseMatrix
    private let byResource: SparseMatrix
    /// The factor for a path through a user, and for one through a resource.
    private let passingUser: [Double]
    private let passingResource: [Double]
    /// The factor for all paths from a user, and for all paths to a resource.
    private let start: [Double]
    private let end: [Double]

    /// - Parameters: functions of the degree of a user or resource.
    init(
        _ matrix: InteractionMatrix, user: (Int) -> Double, resource: (Int) -> Double, start: (Int) -> Double,
        end: (Int) -> Double
    ) {
        byUser = matrix.counts
        byResource = matrix.counts.transposed()
        // A matrix made by hand may have empty rows, whose scores must not be NaN.
        let userDegrees = byUser.rowDegrees.map { max(1, $0) },
            resourceDegrees = byResource.rowDegrees.map { max(1, $0) }
        passingUser = userDegrees.map(user)
        passingResource = resourceDegrees.map(resource)
        self.start = userDegrees.map(start)
        self.end = resourceDegrees.map(end)
    }

    func scores(users: [Int32], resources: [Int32]) throws -> [Double] {
        try scores(users: users, resources: resources, isCancelled: { false })
    }

    /// Asks before every user.
    func scores(users: [Int32], resources: [Int32], isCancelled: @Sendable () -> Bool) throws -> [Double] {
        var scores = [Double](repeating: 0, count: users.count)
        /// What the paths of length two from the present user to each user add up to, without the factor of the latter.
        var reached = [Double](repeating: 0, count: byUser.rows), touched: [Int] = []
        for (user, indices) in PairGroups(by: users).groups {
            if isCancelled() { throw CancellationError() }
            for entry in byUser.range(ofRow: user) {
                let resource = Int(byUser.columnIndices[entry])
                for position in byResource.range(ofRow: resource) {
                    let other = Int(byResource.columnIndices[position])
                    if reached[other] == 0 { touched.append(other) }
                    reached[other] += passingResource[resource]
                }
            }
            reached[user] = 0
            for index in indices {
                let resource = Int(resources[index])
                let own = byUser.contains(row: user, column: resource) ? passingResource[resource] : 0
                var sum = 0.0
                for position in byResource.range(ofRow: resource) {
                    let other = Int(byResource.columnIndices[position])
                    if other != user { sum += passingUser[other] * (reached[other] - own) }
                }
                scores[index] = -start[user] * end[resource] * sum
            }
            for other in touched { reached[other] = 0 }
            touched.removeAll(keepingCapacity: true)
        }
        return scores
    }

    /// Empty: the training pairs determine the model.
    var tensors: [String: Matrix<Float>] { [:] }
}
