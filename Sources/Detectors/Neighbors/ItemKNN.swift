public import Interactions
public import LinearAlgebra
public import Parameters

/// Nearest neighbours among resources: does the user access what is accessed by the same people?
///
/// The anomaly score is −Σ sim(i, j) · [u has j] / Σ sim(i, j), both sums over the k resources j of the tenant that are
/// most similar to i by the users that they have in common; with `aggregation` `sum` it is not divided. Item-based
/// collaborative filtering of Sarwar, Karypis, Konstan and Riedl (WWW 2001) with binary values; similarities and ties as
/// <doc:item-knn-detector> writes them out. A resource is not its own neighbour; a pair that was seen counts among what i
/// has in common with the other resources of u.
///
/// It wins where resources come in sets, even if no user has the whole set, and where users are many and resources few.
/// It fails for resources of few users, and cannot tell strangers apart: users who have no neighbour of the resource
/// score 0. Peers by community differ with the seed and the order of names where several partitions are equally good.
///
/// Complexity: O(Σ d(v) over the users v of i) for each resource, O(d(u)) for each pair; nothing is fitted but
/// communities.
public struct ItemKNN: Detector {
    public static let id = "item-knn"
    public static let summary = "The fraction of the resource's nearest neighbours that the user has."
    public static let parameters = NeighborSettings.parameters

    private let settings: NeighborSettings

    public init(_ parameters: ParameterSet) {
        settings = NeighborSettings(parameters)
    }

    public func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try context.checkCancellation()
        let communities = try settings.communities(of: matrix, context)?.resources
        return ItemKNNModel(
            neighbors: NearestNeighbors(settings, ofRows: matrix.counts.transposed(), communities: communities))
    }

    /// Restores it from the training pairs and the communities.
    public func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        let communities =
            settings.peers == .community
            ? try tensors.matrix("resource_communities", rows: matrix.resources.count, columns: 1) : nil
        return ItemKNNModel(
            neighbors: NearestNeighbors(settings, ofRows: matrix.counts.transposed(), communities: communities))
    }
}

private struct ItemKNNModel: FittedDetector {
    let neighbors: NearestNeighbors

    func scores(users: [Int32], resources: [Int32]) throws -> [Double] {
        try scores(users: users, resources: resources, isCancelled: { false })
    }

    func scores(users: [Int32], resources: [Int32], isCancelled: @Sendable () -> Bool) throws -> [Double] {
        try neighbors.support(rows: resources, columns: users, isCancelled: isCancelled).map { -$0 }
    }

    var tensors: [String: Matrix<Float>] {
        neighbors.communities.map { ["resource_communities": $0] } ?? [:]
    }
}
