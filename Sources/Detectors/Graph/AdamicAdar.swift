import Foundation
package import Interactions
package import LinearAlgebra
package import Parameters

/// The index of Adamic and Adar, carried over to users and resources.
///
/// Two users are similar by Σ 1/log d(j) over the resources j that they share (Adamic and Adar, "Friends and neighbors
/// on the web", Social Networks 2003), and likewise two resources by their users. A user and a resource have no common
/// neighbours; they are joined by paths of three steps, and the anomaly score is −Σ 1/(log d(j) · log d(v)) over the
/// paths u – j – v – i. Paths that use the pair's own edge are left out.
///
/// It wins where rare common resources mark a team and no parameter is to be chosen. It fails where users differ much in
/// activity: the sum grows with the user's degree, and pairs without any path all score 0, the most anomalous value.
///
/// Complexity: O(Σ d(j) over the resources j of u) for each user, O(d(i)) for each pair.
package struct AdamicAdar: Detector {
    package static let id = "adamic-adar"
    package static let summary = "Paths of three steps, each node on the way weighted by one over its log degree."
    package static let foldsIn = true
    package static let parameters: ParameterList = []

    package init(_ parameters: ParameterSet) {}

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try context.checkCancellation()
        return paths(in: matrix)
    }

    /// Restores it from the training pairs alone.
    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        paths(in: matrix)
    }

    private func paths(in matrix: InteractionMatrix) -> ThreePaths {
        ThreePaths(matrix, user: Self.weight, resource: Self.weight, start: { _ in 1 }, end: { _ in 1 })
    }

    /// A node of degree 1 lies on no path that avoids the pair's own edge.
    private static func weight(ofDegree degree: Int) -> Double {
        degree < 2 ? 0 : 1 / log(Double(degree))
    }
}
