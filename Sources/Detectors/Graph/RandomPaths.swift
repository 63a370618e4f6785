import Foundation
package import Interactions
package import LinearAlgebra
package import Parameters

/// Degree-damped random walks of three steps.
///
/// The anomaly score is −Σ d(u)^−a · d(j)^−b · d(v)^−a / d(i)^β over the paths u – j – v – i from the user over one of
/// its resources and another of that resource's users. With a = b = α it is RP³β, in which each step's probability is
/// raised to α and the result is divided by a power of the popularity (Paudel, Christoffel, Newell and Bernstein,
/// "Updatable, accurate, diverse, and scalable recommendations for interactive applications", ACM TiiS 2017); with
/// α = 1 and β = 0 it is the probability of a walk of three steps. Paths that use the pair's own edge are left out.
///
/// It wins where a share's usual users are found one colleague away, and needs no fitting. It fails where colleagues
/// have no resource in common: pairs without any path all score 0, the most anomalous value.
///
/// Complexity: O(Σ d(j) over the resources j of u) for each user, O(d(i)) for each pair.
package struct RandomPaths: Detector {
    package static let id = "random-paths"
    package static let summary = "Paths of three steps between user and resource, damped by the degrees on the way."
    package static let foldsIn = true

    static let userExponent = Parameter<Double>(
        "user_exponent", in: 0...4, standard: 1, tuned: [1, 0.5],
        "a, the power of the degrees of the user and of the users on the way by which paths are divided.")
    static let resourceExponent = Parameter<Double>(
        "resource_exponent", in: 0...4, standard: 1, tuned: [1, 0.5, 1.5],
        "b, the power of the degrees of the resources on the way by which paths are divided.")
    static let damping = Parameter<Double>(
        "damping", in: 0...4, standard: 0.5, simpler: .lower, tuned: [0, 0.5, 1],
        "β, the power of the accessed resource's degree by which the sum is divided.")

    package static let parameters: ParameterList = [userExponent, resourceExponent, damping]

    let userExponent: Double
    let resourceExponent: Double
    let damping: Double

    package init(_ parameters: ParameterSet) {
        userExponent = parameters[Self.userExponent]
        resourceExponent = parameters[Self.resourceExponent]
        damping = parameters[Self.damping]
    }

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
        ThreePaths(
            matrix, user: { pow(Double($0), -userExponent) }, resource: { pow(Double($0), -resourceExponent) },
            start: { [userExponent] in pow(Double($0), -userExponent) },
            end: { [damping] in pow(Double($0), -damping) })
    }
}
