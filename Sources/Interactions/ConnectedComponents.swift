public import LinearAlgebra

/// The connected components of the graph in which users and the resources that they accessed are joined.
///
/// Between components there is no path of shared resources, so that a factorisation has nothing to go by.
public struct ConnectedComponents: Hashable, Sendable {
    /// The component of each user (row).
    public let ofUser: [Int32]
    /// The component of each resource (column).
    public let ofResource: [Int32]
    /// The number of components.
    public let count: Int

    /// Finds the components by union–find with path halving. Complexity: near O(*n*) in the stored entries.
    public init(of matrix: SparseMatrix) {
        var parent = Array(0..<Int32(matrix.rows + matrix.columns))
        func root(_ node: Int32) -> Int32 {
            var node = node
            while parent[Int(node)] != node {
                parent[Int(node)] = parent[Int(parent[Int(node)])]
                node = parent[Int(node)]
            }
            return node
        }
        for row in 0..<matrix.rows {
            for position in matrix.range(ofRow: row) {
                let user = root(Int32(row)), resource = root(Int32(matrix.rows) + matrix.columnIndices[position])
                if user != resource { parent[Int(max(user, resource))] = min(user, resource) }
            }
        }
        var labels: [Int32: Int32] = [:]
        let label = (0..<Int32(parent.count)).map { node in
            let representative = root(node)
            let label = labels[representative] ?? Int32(labels.count)
            labels[representative] = label
            return label
        }
        ofUser = Array(label[..<matrix.rows])
        ofResource = Array(label[matrix.rows...])
        count = labels.count
    }
}
