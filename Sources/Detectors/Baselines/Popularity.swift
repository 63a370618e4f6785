import AccessLogs
import Foundation
package import Interactions
package import LinearAlgebra
package import Parameters

/// The popularity rule: an access is the more unusual, the fewer resources its user and the fewer users its resource
/// have. It ignores who accesses what, so that every useful detector must beat it.
///
/// The anomaly score is −(log d(u) + log d(i)) with the degrees d, the numbers of distinct training pairs, or 1 where there
/// is none.
package struct Popularity: Detector {
    package static let id = "popularity"
    package static let summary = "Rarity of the user and of the resource, without any collaborative filtering."
    package static let traits: DetectorTraits = [.ignoresNeighbors]
    package static let foldsIn = true
    package static let parameters: ParameterList = []

    package init(_ parameters: ParameterSet) {}

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try context.checkCancellation()
        let byResource = matrix.counts.transposed()
        return PopularityModel(
            userScores: Self.logDegrees(of: matrix.counts), resourceScores: Self.logDegrees(of: byResource))
    }

    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        PopularityModel(
            userScores: try tensors.matrix("user_log_degrees", rows: matrix.users.count, columns: 1),
            resourceScores: try tensors.matrix("resource_log_degrees", rows: matrix.resources.count, columns: 1))
    }

    private static func logDegrees(of matrix: SparseMatrix) -> Matrix<Float> {
        Matrix(
            rows: matrix.rows, columns: 1,
            elements: (0..<matrix.rows).map { Float(log(Double(max(1, matrix.range(ofRow: $0).count)))) })
    }
}

private struct PopularityModel: FoldingIn {
    /// log d(u), `users × 1`.
    let userScores: Matrix<Float>
    /// log d(i), `resources × 1`.
    let resourceScores: Matrix<Float>

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        zip(users, resources).map { user, resource in
            -Double(userScores.elements[Int(user)] + resourceScores.elements[Int(resource)])
        }
    }

    /// The newcomer's degree is the number of its accesses; those of the others are what they were in training.
    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) -> [Double] {
        let own = Float(log(Double(max(1, accesses.count))))
        return resources.map { -Double(own + resourceScores.elements[Int($0)]) }
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) -> [Double] {
        let own = Float(log(Double(max(1, accesses.count))))
        return users.map { -Double(userScores.elements[Int($0)] + own) }
    }

    var tensors: [String: Matrix<Float>] {
        ["user_log_degrees": userScores, "resource_log_degrees": resourceScores]
    }
}
