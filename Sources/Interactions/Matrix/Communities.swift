public import LinearAlgebra
public import Statistics

/// Groups of users and resources that have more to do with each other than their activity and popularity explain.
///
/// The partition maximises the bipartite modularity of M. J. Barber ("Modularity and community detection in bipartite
/// networks", Physical Review E 76, 2007), Q = 1/m Σ (A_ur − k_u d_r / m) δ(c_u, c_r) over users u of degree k_u and
/// resources r of degree d_r, by the local moves and the coarsening of Blondel, Guillaume, Lambiotte and Lefebvre
/// ("Fast unfolding of communities in large networks", 2008), and a last round of moves of single nodes. Degrees are
/// part of the null model, so that a hub does not draw everything into one group. No factorisation is used, so that
/// attacks made from communities favour no detector that factorises.
public struct Communities: Hashable, Sendable {
    /// The community of each user (row); nil for a user without resources.
    public let ofUser: [Int32?]
    /// The community of each resource (column); nil for a resource without users.
    public let ofResource: [Int32?]
    /// The users of each community, ascending.
    public let users: [[Int32]]
    /// The resources of each community, ascending.
    public let resources: [[Int32]]

    /// The number of communities.
    public var count: Int { users.count }

    /// Finds the communities. Every pair counts once, however often it was accessed. Complexity: near O(*n*) in the
    /// stored entries.
    ///
    /// - Parameters:
    ///   - matrix: users × resources.
    ///   - tenantOfUser: numbers that tell the tenants apart, for each user; one tenant where nil. Modularity is that
    ///     of each tenant by itself.
    ///   - seed: of the order in which nodes move.
    public init(of matrix: SparseMatrix, tenantOfUser: [Int32]? = nil, seed: Seed = Seed(0)) {
        self.init(of: matrix, tenantOfUser: tenantOfUser, seed: seed, willContinue: {})
    }

    /// As ``init(of:tenantOfUser:seed:)``, for a search that may be stopped.
    ///
    /// - Parameter willContinue: asked before every few thousand moves; it throws to stop the search.
    public init(
        of matrix: SparseMatrix, tenantOfUser: [Int32]? = nil, seed: Seed = Seed(0), willContinue: () throws -> Void
    ) rethrows {
        let finest = CommunityGraph(of: matrix, tenantOfUser: tenantOfUser)
        let random = RandomStream(seed: seed.derived("communities"))
        var community = (0..<Int32(finest.count)).map(\.self)
        var graph = finest
        while true {
            var moved = Array(0..<Int32(graph.count))
            guard try graph.moveNodes(&moved, using: random, willContinue) else { break }
            let coarse = graph.coarsened(by: &moved)
            for node in community.indices { community[node] = moved[Int(community[node])] }
            graph = coarse
        }
        try finest.moveNodes(&community, using: random, willContinue)

        var number = [Int32](repeating: -1, count: finest.count)
        var count: Int32 = 0
        let final: [Int32?] = community.indices.map { node in
            guard finest.isConnected(node) else { return nil }
            let old = Int(community[node])
            if number[old] < 0 {
                number[old] = count
                count += 1
            }
            return number[old]
        }
        ofUser = Array(final[..<matrix.rows])
        ofResource = Array(final[matrix.rows...])
        users = Self.members(ofUser, count: Int(count))
        resources = Self.members(ofResource, count: Int(count))
    }

    private static func members(_ community: [Int32?], count: Int) -> [[Int32]] {
        var members = [[Int32]](repeating: [], count: count)
        for (index, community) in community.enumerated() {
            if let community { members[Int(community)].append(Int32(index)) }
        }
        return members
    }
}

/// A bipartite graph, or one that was made coarser by merging its nodes.
private struct CommunityGraph {
    private let offsets: [Int]
    private let neighbors: [Int32]
    private let weights: [Double]
    /// The degrees of the users and of the resources that a node is made of.
    private let userDegree: [Double]
    private let resourceDegree: [Double]
    /// The reciprocal of the number of pairs of a node's tenant.
    private let scale: [Double]

    var count: Int { userDegree.count }

    func isConnected(_ node: Int) -> Bool { offsets[node] < offsets[node + 1] }

    /// Users are the first nodes, resources the rest.
    init(of matrix: SparseMatrix, tenantOfUser: [Int32]?) {
        precondition(tenantOfUser.map { $0.count == matrix.rows } ?? true, "one tenant for each user")
        let columns = matrix.transposed(), users = Int32(matrix.rows)
        offsets = matrix.rowOffsets + columns.rowOffsets.dropFirst().map { $0 + matrix.count }
        neighbors = matrix.columnIndices.map { $0 + users } + columns.columnIndices
        weights = [Double](repeating: 1, count: neighbors.count)
        let noUsers = [Double](repeating: 0, count: matrix.rows)
        let noResources = [Double](repeating: 0, count: matrix.columns)
        userDegree = (0..<matrix.rows).map { Double(matrix.range(ofRow: $0).count) } + noResources
        resourceDegree = noUsers + (0..<matrix.columns).map { Double(columns.range(ofRow: $0).count) }
        let tenants = tenantOfUser ?? [Int32](repeating: 0, count: matrix.rows)
        var pairs: [Int32: Double] = [:]
        for (user, tenant) in tenants.enumerated() { pairs[tenant, default: 0] += userDegree[user] }
        let userScale = tenants.map { 1 / max(1, pairs[$0] ?? 1) }
        scale =
            userScale
            + (0..<matrix.columns).map { resource in
                let range = columns.range(ofRow: resource)
                return range.isEmpty ? 1 : userScale[Int(columns.columnIndices[range.lowerBound])]
            }
    }

    private init(
        offsets: [Int], neighbors: [Int32], weights: [Double], userDegree: [Double], resourceDegree: [Double],
        scale: [Double]
    ) {
        self.offsets = offsets
        self.neighbors = neighbors
        self.weights = weights
        self.userDegree = userDegree
        self.resourceDegree = resourceDegree
        self.scale = scale
    }

    /// Moves nodes to the neighbouring community with the greatest gain of modularity until none gains, or thirty times
    /// through all of them.
    ///
    /// - Returns: whether any node moved.
    @discardableResult
    func moveNodes(
        _ community: inout [Int32], using random: RandomStream, _ willContinue: () throws -> Void
    ) rethrows -> Bool {
        var users = [Double](repeating: 0, count: count), resources = users, weightTo = users
        for node in 0..<count {
            users[Int(community[node])] += userDegree[node]
            resources[Int(community[node])] += resourceDegree[node]
        }
        var order = Array(0..<count)
        random.shuffle(&order)
        var touched: [Int32] = []
        var hasMoved = false
        for _ in 0..<30 {
            var moves = 0
            for (step, node) in order.enumerated() {
                if step % 4096 == 0 { try willContinue() }
                guard isConnected(node) else { continue }
                let own = community[node]
                for edge in offsets[node]..<offsets[node + 1] {
                    let other = community[Int(neighbors[edge])]
                    if weightTo[Int(other)] == 0 { touched.append(other) }
                    weightTo[Int(other)] += weights[edge]
                }
                users[Int(own)] -= userDegree[node]
                resources[Int(own)] -= resourceDegree[node]
                func gain(_ candidate: Int32) -> Double {
                    let expected =
                        userDegree[node] * resources[Int(candidate)] + resourceDegree[node] * users[Int(candidate)]
                    return weightTo[Int(candidate)] - expected * scale[node]
                }
                // Rounding errors must not move nodes back and forth.
                var best = own, most = gain(own) + 1e-9
                for candidate in touched where gain(candidate) > most { (best, most) = (candidate, gain(candidate)) }
                users[Int(best)] += userDegree[node]
                resources[Int(best)] += resourceDegree[node]
                if best != own {
                    community[node] = best
                    moves += 1
                }
                for candidate in touched { weightTo[Int(candidate)] = 0 }
                touched.removeAll(keepingCapacity: true)
            }
            if moves == 0 { break }
            hasMoved = true
        }
        return hasMoved
    }

    /// The graph whose nodes are the communities of this one.
    ///
    /// - Parameter community: of each node; renumbered without gaps.
    func coarsened(by community: inout [Int32]) -> CommunityGraph {
        var number = [Int32](repeating: -1, count: count), members: [[Int32]] = []
        for node in 0..<count {
            let old = Int(community[node])
            if number[old] < 0 {
                number[old] = Int32(members.count)
                members.append([])
            }
            community[node] = number[old]
            members[Int(number[old])].append(Int32(node))
        }
        var offsets = [0], neighbors: [Int32] = [], weights: [Double] = []
        var weightTo = [Double](repeating: 0, count: members.count), touched: [Int32] = []
        for (coarseNode, nodes) in members.enumerated() {
            for node in nodes {
                for edge in self.offsets[Int(node)]..<self.offsets[Int(node) + 1] {
                    let other = community[Int(self.neighbors[edge])]
                    if other == Int32(coarseNode) { continue }
                    if weightTo[Int(other)] == 0 { touched.append(other) }
                    weightTo[Int(other)] += self.weights[edge]
                }
            }
            for other in touched {
                neighbors.append(other)
                weights.append(weightTo[Int(other)])
                weightTo[Int(other)] = 0
            }
            touched.removeAll(keepingCapacity: true)
            offsets.append(neighbors.count)
        }
        return CommunityGraph(
            offsets: offsets, neighbors: neighbors, weights: weights,
            userDegree: members.map { $0.reduce(0) { $0 + userDegree[Int($1)] } },
            resourceDegree: members.map { $0.reduce(0) { $0 + resourceDegree[Int($1)] } },
            scale: members.map { scale[Int($0[0])] })
    }
}
