import Foundation
package import Interactions
package import LinearAlgebra
package import Parameters

/// The user's side of the popularity rule: an access is the more unusual, the fewer resources its user has.
///
/// The anomaly score is −log d(u) with the degree d, the number of the user's distinct training pairs. It ignores the
/// resource. It wins where cases differ in who acts rather than in what is accessed, which shows that a benchmark can
/// be solved without looking at the access; it fails wherever a user's own accesses must be told apart.
///
/// Complexity: O(users).
package struct UserDegree: Detector {
    package static let id = "user-degree"
    package static let summary = "Rarity of the user alone, whatever is accessed."
    package static let traits: DetectorTraits = [.ignoresNeighbors]
    package static let foldsIn = true
    package static let parameters: ParameterList = []

    package init(_ parameters: ParameterSet) {}

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try context.checkCancellation()
        return UserDegreeModel(matrix)
    }

    /// Restores it from the training pairs alone.
    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        UserDegreeModel(matrix)
    }
}

private struct UserDegreeModel: FoldingIn {
    /// −log d(u).
    let scores: [Double]

    init(_ matrix: InteractionMatrix) {
        scores = matrix.counts.rowDegrees.map { -log(Double(max(1, $0))) }
    }

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        users.map { scores[Int($0)] }
    }

    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) -> [Double] {
        let own = -log(Double(max(1, accesses.count)))
        return resources.map { _ in own }
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) -> [Double] {
        users.map { scores[Int($0)] }
    }

    var tensors: [String: Matrix<Float>] { [:] }
}
