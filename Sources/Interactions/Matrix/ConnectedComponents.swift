public import LinearAlgebra

/// The connected components of the graph in which users and the resources that they accessed are joined.
///
/// Between components there is no path of shared resources, so that a factorisation has no evidence.
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
        parent.withUnsafeMutableBufferPointer { parent in
            for row in 0..<matrix.rows {
                for position in matrix.range(ofRow: row) {
                    let user = Self.root(of: Int32(row), parent)
                    let resource = Self.root(of: Int32(matrix.rows) + matrix.columnIndices[position], parent)
                    if user != resource { parent[Int(max(user, resource))] = min(user, resource) }
                }
            }
            for node in parent.indices { parent[node] = Self.root(of: Int32(node), parent) }
        }
        // A component's root is the least of its nodes, so that it is numbered before the others are.
        var label = parent, count: Int32 = 0
        for (node, root) in parent.enumerated() {
            if root == node {
                label[node] = count
                count += 1
            } else {
                label[node] = label[Int(root)]
            }
        }
        ofUser = Array(label[..<matrix.rows])
        ofResource = Array(label[matrix.rows...])
        self.count = Int(count)
    }

    private static func root(of node: Int32, _ parent: UnsafeMutableBufferPointer<Int32>) -> Int32 {
        var node = node
        while parent[Int(node)] != node {
            parent[Int(node)] = parent[Int(parent[Int(node)])]
            node = parent[Int(node)]
        }
        return node
    }
}
