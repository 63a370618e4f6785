import AccessLogs
package import Interactions
package import LinearAlgebra
package import Parameters

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
package typealias UserKNN = NearestNeighborsDetector<UserNeighborhoods>

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
package typealias ItemKNN = NearestNeighborsDetector<ResourceNeighborhoods>

/// What the neighbours are neighbours of: it makes a detector of ``NearestNeighborsDetector``.
package protocol NeighborhoodKind: Sendable {
    /// The id of the detector.
    static var id: String { get }
    /// The summary of the detector.
    static var summary: String { get }
    /// Whether neighbours are sought among users; otherwise among resources.
    static var isOfUsers: Bool { get }
}

/// Neighbourhoods of users, for ``UserKNN``.
package enum UserNeighborhoods: NeighborhoodKind {
    package static let id = "user-knn"
    package static let summary = "The fraction of the user's nearest peers that have the resource."
    package static let isOfUsers = true
}

/// Neighbourhoods of resources, for ``ItemKNN``.
package enum ResourceNeighborhoods: NeighborhoodKind {
    package static let id = "item-knn"
    package static let summary = "The fraction of the resource's nearest neighbours that the user has."
    package static let isOfUsers = false
}

/// Nearest neighbours: ``UserKNN`` and ``ItemKNN``, which say what the score is.
package struct NearestNeighborsDetector<Kind: NeighborhoodKind>: Detector {
    package static var id: String { Kind.id }
    package static var summary: String { Kind.summary }
    package static var parameters: ParameterList { NeighborSettings.parameters }
    package static var foldsIn: Bool { true }

    private let settings: NeighborSettings

    package init(_ parameters: ParameterSet) {
        settings = NeighborSettings(parameters)
    }

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try context.checkCancellation()
        let communities = try settings.communities(of: matrix, context)
        return model(of: matrix, communities: Kind.isOfUsers ? communities?.users : communities?.resources)
    }

    /// Restores it from the training pairs and the communities.
    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        let rows = Kind.isOfUsers ? matrix.users.count : matrix.resources.count
        return model(
            of: matrix,
            communities: settings.peers == .community
                ? try tensors.matrix(NearestNeighborsModel<Kind>.communities, rows: rows, columns: 1) : nil)
    }

    private func model(of matrix: InteractionMatrix, communities: Matrix<Float>?) -> NearestNeighborsModel<Kind> {
        let rows = Kind.isOfUsers ? matrix.counts : matrix.counts.transposed()
        return NearestNeighborsModel(neighbors: NearestNeighbors(settings, ofRows: rows, communities: communities))
    }
}

/// A newcomer among those that are neighbours is compared with all of them, whatever their communities; one of the other
/// side is known by who of the neighbours has it. Neighbourhoods of the training stay as they are.
private struct NearestNeighborsModel<Kind: NeighborhoodKind>: FoldingIn {
    let neighbors: NearestNeighbors

    /// The name of the communities among the tensors.
    static var communities: String { Kind.isOfUsers ? "user_communities" : "resource_communities" }

    func scores(users: [Int32], resources: [Int32]) throws -> [Double] {
        try scores(users: users, resources: resources, isCancelled: { false })
    }

    func scores(users: [Int32], resources: [Int32], isCancelled: @Sendable () -> Bool) throws -> [Double] {
        let (rows, columns) = Kind.isOfUsers ? (users, resources) : (resources, users)
        return try neighbors.support(rows: rows, columns: columns, isCancelled: isCancelled).map { -$0 }
    }

    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) -> [Double] {
        let own = accesses.map(\.resource)
        return
            (Kind.isOfUsers
            ? neighbors.support(ofNewRow: own, columns: resources)
            : neighbors.support(rows: resources, ofNewColumn: own)).map { -$0 }
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) -> [Double] {
        let own = accesses.map(\.user)
        return
            (Kind.isOfUsers
            ? neighbors.support(rows: users, ofNewColumn: own)
            : neighbors.support(ofNewRow: own, columns: users)).map { -$0 }
    }

    func leaveOneOutScores(
        ofNewUser accesses: [(resource: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        try leaveOneOutScores(of: accesses.map(\.resource), isRow: Kind.isOfUsers, isCancelled)
    }

    func leaveOneOutScores(
        ofNewResource accesses: [(user: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        try leaveOneOutScores(of: accesses.map(\.user), isRow: !Kind.isOfUsers, isCancelled)
    }

    /// - Parameter isRow: whether the newcomer is one of those that are neighbours.
    private func leaveOneOutScores(of own: [Int32], isRow: Bool, _ isCancelled: () -> Bool) throws -> [Double] {
        if isRow { return try neighbors.leaveOneOutSupport(ofNewRow: own, isCancelled).map { -$0 } }
        // A row is not its own neighbour, so that its own access counts for nothing.
        return try own.map { key in
            if isCancelled() { throw CancellationError() }
            return -neighbors.support(rows: [key], ofNewColumn: own)[0]
        }
    }

    var tensors: [String: Matrix<Float>] {
        neighbors.communities.map { [Self.communities: $0] } ?? [:]
    }
}
