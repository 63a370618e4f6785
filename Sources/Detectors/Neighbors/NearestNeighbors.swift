import AccessLogs
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Statistics

/// What the two neighbourhood methods have in common: the rows most similar to a row, and how many of them have a
/// column.
///
/// Two rows r and s share Σ w(c) over their common columns c, each of weight w(c) = d(c)^−γ; with the sums W of all
/// weights of a row the similarity is
///
/// - cosine: shared / (√W(r) · √W(s) + h),
/// - Jaccard: shared / (W(r) + W(s) − shared + h)
///
/// with the shrinkage h (Ferrari Dacrema, Boglio, Cremonesi and Jannach, "A troubling analysis of reproducibility and
/// progress in recommender systems research", ACM TOIS 2021, section 3.2). A row is not its own neighbour.
///
/// Where several rows are equally similar at the last rank among the k nearest, they share the ranks that are left:
/// each counts in part, as on the average over all ways to break the tie. Rows of few columns have thousands of such
/// ties.
struct NeighborSettings: Sendable {
    let similarity: Similarity
    let neighbors: Int
    let shrinkage: Double
    let degreeExponent: Double
    let aggregation: Aggregation
    let peers: Peers

    /// How alike two rows are; the formulas are above.
    enum Similarity: String, ParameterChoice {
        case cosine, jaccard
    }

    /// What becomes of the neighbours' similarities.
    enum Aggregation: String, ParameterChoice {
        case mean, sum
    }

    /// Among which rows neighbours are sought.
    enum Peers: String, ParameterChoice {
        case all, community
    }

    static let neighbors = Parameter<Int>(
        "neighbours", in: 1...1_000_000, standard: 50, simpler: .higher, tuned: [200, 50, 20],
        "k, how many of the most similar count.")
    static let shrinkage = Parameter<Double>(
        "shrinkage", in: 0...1e6, standard: 0, simpler: .higher, tuned: [10, 0],
        "h, added to the denominator, so that similarities on little evidence are small.")
    static let similarity = Parameter<Similarity>(
        "similarity", standard: .cosine, tuned: [.cosine, .jaccard], "How alike two are.")
    static let degreeExponent = Parameter<Double>(
        "degree_exponent", in: 0...4, standard: 0, simpler: .lower, tuned: [0, 1],
        "γ: what two have in common counts by its degree to the power −γ.")
    static let aggregation = Parameter<Aggregation>(
        "aggregation", standard: .mean, tuned: [.mean, .sum],
        "Whether the neighbours' similarities are divided by their sum, or added up as they are.")
    static let peers = Parameter<Peers>(
        "peers", standard: .all,
        "Where neighbours are sought: in the whole tenant, or in the community that the accesses show.")

    static let parameters: ParameterList = [neighbors, shrinkage, similarity, degreeExponent, aggregation, peers]

    init(_ parameters: ParameterSet) {
        similarity = parameters[Self.similarity]
        neighbors = parameters[Self.neighbors]
        shrinkage = parameters[Self.shrinkage]
        degreeExponent = parameters[Self.degreeExponent]
        aggregation = parameters[Self.aggregation]
        peers = parameters[Self.peers]
    }

    /// The community of each user and each resource where neighbours are sought among these alone: −1 for none.
    ///
    /// Each tenant is searched by itself, from a start that depends on the seed and on the order of its users.
    func communities(
        of matrix: InteractionMatrix, _ context: FitContext
    ) throws -> (users: Matrix<Float>, resources: Matrix<Float>)? {
        guard peers == .community else { return nil }
        var users = Matrix<Float>(rows: matrix.users.count, columns: 1, repeating: -1)
        var resources = Matrix<Float>(rows: matrix.resources.count, columns: 1, repeating: -1)
        for tenant in matrix.tenants {
            try context.checkCancellation()
            let communities = try Communities(
                of: matrix.counts.block(rows: tenant.users, columns: tenant.resources),
                seed: context.seed.derived("peers").derived(tenant.name), willContinue: context.checkCancellation)
            for (index, user) in tenant.users.enumerated() {
                users.elements[user] = Float(communities.ofUser[index] ?? -1)
            }
            for (index, resource) in tenant.resources.enumerated() {
                resources.elements[resource] = Float(communities.ofResource[index] ?? -1)
            }
        }
        return (users, resources)
    }
}

/// The neighbourhoods of the rows of a matrix, found anew for each row that is asked for: only sums of shared columns
/// are needed, and ties at the last rank make a stored list as long as the matrix.
///
/// Complexity: O(Σ d(c) over the columns c of a row) for each row, O(d(c)) for each pair. Memory: the pairs.
struct NearestNeighbors: Sendable {
    private let settings: NeighborSettings
    private let rows: SparseMatrix
    private let columns: SparseMatrix
    /// The community of each row, `rows × 1`; nil where all rows are peers.
    let communities: Matrix<Float>?
    /// w of each column, W of each row and √W.
    private let weights: [Double]
    private let totals: [Double]
    private let roots: [Double]

    /// Similarities that differ by less than this part are equal but for rounding.
    private static let tolerance = 1e-9

    init(_ settings: NeighborSettings, ofRows rows: SparseMatrix, communities: Matrix<Float>?) {
        self.settings = settings
        self.rows = rows
        self.communities = communities
        columns = rows.transposed()
        let weights = columns.rowDegrees.map { pow(Double($0), -settings.degreeExponent) }
        self.weights = weights
        totals = (0..<rows.rows).map { row in
            rows.columnIndices[rows.range(ofRow: row)].reduce(0) { $0 + weights[Int($1)] }
        }
        roots = totals.map { $0.squareRoot() }
    }

    /// Σ sim(r, s) over the k nearest neighbours s of r that have the column, divided by Σ sim(r, s) over all of them
    /// where the settings ask for a mean.
    ///
    /// - Parameter isCancelled: asked before every row.
    /// - Throws: `CancellationError` once it is true.
    func support(
        rows keys: [Int32], columns others: [Int32], isCancelled: @Sendable () -> Bool
    ) throws(CancellationError) -> [Double] {
        var support = [Double](repeating: 0, count: keys.count)
        var similarity = [Double](repeating: 0, count: rows.rows), touched: [Int] = [], ranked: [Double] = []
        for (row, indices) in PairGroups(by: keys).groups {
            if isCancelled() { throw CancellationError() }
            for entry in rows.range(ofRow: row) {
                let column = Int(rows.columnIndices[entry]), weight = weights[column]
                for position in columns.range(ofRow: column) {
                    let other = Int(columns.columnIndices[position])
                    if similarity[other] == 0 { touched.append(other) }
                    similarity[other] += weight
                }
            }
            let total = keepNearest(&similarity, touched, of: row, &ranked)
            for index in indices where total > 0 {
                var sum = 0.0
                for position in columns.range(ofRow: Int(others[index])) {
                    sum += similarity[Int(columns.columnIndices[position])]
                }
                support[index] =
                    switch settings.aggregation {
                    case .mean: sum / total
                    case .sum: sum
                    }
            }
            for other in touched { similarity[other] = 0 }
            touched.removeAll(keepingCapacity: true)
        }
        return support
    }

    /// Turns sums of shared weights into similarities, and those beyond the nearest into 0.
    ///
    /// - Returns: the sum of those that are left.
    private func keepNearest(
        _ similarity: inout [Double], _ touched: [Int], of row: Int, _ ranked: inout [Double]
    ) -> Double {
        ranked.removeAll(keepingCapacity: true)
        for other in touched {
            let isPeer = communities.map { $0.elements[other] == $0.elements[row] } ?? true
            guard other != row, isPeer else {
                similarity[other] = 0
                continue
            }
            let shared = similarity[other]
            let denominator =
                switch settings.similarity {
                case .cosine: roots[row] * roots[other]
                case .jaccard: totals[row] + totals[other] - shared
                }
            similarity[other] = shared / (denominator + settings.shrinkage)
            ranked.append(similarity[other])
        }
        if ranked.count > settings.neighbors {
            let last = ranked.select(settings.neighbors - 1)
            let upper = last * (1 + Self.tolerance), lower = last * (1 - Self.tolerance)
            let nearer = ranked.count { $0 > upper }, tied = ranked.count { $0 >= lower } - nearer
            let fraction = Double(settings.neighbors - nearer) / Double(tied)
            for other in touched where similarity[other] <= upper {
                similarity[other] *= similarity[other] >= lower ? fraction : 0
            }
        }
        return touched.reduce(0) { $0 + similarity[$1] }
    }
}

extension [Double] {
    /// The element that would have a rank if they were sorted in descending order; reorders them (Hoare's
    /// selection with three-way partitions). Complexity: O(*n*) on average.
    fileprivate mutating func select(_ rank: Int) -> Double {
        var low = 0, high = count
        while high - low > 1 {
            let first = self[low], middle = self[(low + high) / 2], last = self[high - 1]
            let pivot = Swift.max(Swift.min(first, middle), Swift.min(Swift.max(first, middle), last))
            var greater = low, index = low, less = high
            while index < less {
                if self[index] > pivot {
                    swapAt(index, greater)
                    greater += 1
                    index += 1
                } else if self[index] < pivot {
                    less -= 1
                    swapAt(index, less)
                } else {
                    index += 1
                }
            }
            if rank < greater { high = greater } else if rank >= less { low = less } else { return pivot }
        }
        return self[low]
    }
}
