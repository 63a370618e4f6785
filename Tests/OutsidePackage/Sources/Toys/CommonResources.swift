import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Statistics

/// How much those who use a resource have in common with a user.
///
/// The score of a user and a resource is −log(1 + n), where n counts, over the resource's other users, the resources that
/// each has in common with the user, the resource itself left out.
package struct CommonResources: Detector {
    package static let id = "common-resources"
    package static let summary = "How many other resources the user has in common with the users of the resource."
    static let floor = Parameter<Int>("floor", in: 0...1000, standard: 0, "As many as this count as none.")
    package static let parameters: ParameterList = [floor]

    private let floor: Int

    package init(_ parameters: ParameterSet) {
        floor = parameters[Self.floor]
    }

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        var usersOf = [[Int]](repeating: [], count: matrix.resources.count)
        var resourcesOf = [Set<Int>](repeating: [], count: matrix.users.count)
        for user in 0..<matrix.users.count {
            try context.checkCancellation()
            for entry in matrix.counts.range(ofRow: user) {
                let resource = Int(matrix.counts.columnIndices[entry])
                usersOf[resource].append(user)
                resourcesOf[user].insert(resource)
            }
        }
        return Fitted(usersOf: usersOf, resourcesOf: resourcesOf, floor: floor)
    }

    /// The matrix has all that it knows.
    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        try fit(matrix, FitContext(seed: Seed(0)))
    }

    private struct Fitted: FittedDetector {
        let usersOf: [[Int]]
        let resourcesOf: [Set<Int>]
        let floor: Int
        var tensors: [String: Matrix<Float>] { [:] }

        func scores(users: [Int32], resources: [Int32]) -> [Double] {
            zip(users, resources).map { user, resource in
                let user = Int(user), resource = Int(resource)
                let own = resourcesOf[user].subtracting([resource])
                let common = usersOf[resource].reduce(0) { sum, other in
                    other == user ? sum : sum + resourcesOf[other].intersection(own).count
                }
                return -log(1 + Double(max(0, common - floor)))
            }
        }
    }
}
