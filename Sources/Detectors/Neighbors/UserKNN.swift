public import Interactions
public import LinearAlgebra
public import Parameters

/// Nearest neighbours among users: do the user's peers access the resource?
///
/// The anomaly score is −Σ sim(u, v) · [v has i] / Σ sim(u, v), both sums over the k users v of the tenant that are most
/// similar to u by the resources that they have in common; with `aggregation` `sum` it is not divided. Similarities and
/// ties are those of Resnick et al. ("GroupLens", CSCW 1994) and Ferrari Dacrema et al. (ACM TOIS 2021, section 3.2)
/// with binary values, as <doc:user-knn-detector> writes them out. A pair that was seen counts among what u has in common
/// with the other users of i.
///
/// It wins where users come in teams with the same shares, and is easily explained: "none of your 50 nearest peers uses
/// this". It fails for users of few accesses, whose peers are a matter of chance, and cannot tell strangers apart: all
/// resources that no neighbour has score 0. Peers by community differ with the seed and the order of names where
/// several partitions are equally good.
///
/// Complexity: O(Σ d(j) over the resources j of u) for each user, O(d(i)) for each pair; nothing is fitted but
/// communities.
public struct UserKNN: Detector {
    public static let id = "user-knn"
    public static let summary = "The fraction of the user's nearest peers that have the resource."
    public static let parameters = NeighborSettings.parameters

    private let settings: NeighborSettings

    public init(_ parameters: ParameterSet) {
        settings = NeighborSettings(parameters)
    }

    public func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try context.checkCancellation()
        let communities = try settings.communities(of: matrix, context)?.users
        return UserKNNModel(
            neighbors: NearestNeighbors(settings, ofRows: matrix.counts, communities: communities))
    }

    /// Restores it from the training pairs and the communities.
    public func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        let communities =
            settings.peers == .community
            ? try tensors.matrix("user_communities", rows: matrix.users.count, columns: 1) : nil
        return UserKNNModel(
            neighbors: NearestNeighbors(settings, ofRows: matrix.counts, communities: communities))
    }
}

private struct UserKNNModel: FittedDetector {
    let neighbors: NearestNeighbors

    func scores(users: [Int32], resources: [Int32]) throws -> [Double] {
        try scores(users: users, resources: resources, isCancelled: { false })
    }

    func scores(users: [Int32], resources: [Int32], isCancelled: @Sendable () -> Bool) throws -> [Double] {
        try neighbors.support(rows: users, columns: resources, isCancelled: isCancelled).map { -$0 }
    }

    var tensors: [String: Matrix<Float>] {
        neighbors.communities.map { ["user_communities": $0] } ?? [:]
    }
}
