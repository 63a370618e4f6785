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
        var near = Neighborhood(rows: rows.rows)
        for (row, indices) in PairGroups(by: keys).groups {
            if isCancelled() { throw CancellationError() }
            let total = find(&near, ofRow: row)
            for index in indices where total > 0 {
                support[index] = mean(of: sum(near, column: Int(others[index])), total)
            }
            near.clear()
        }
        return support
    }

    /// The support of some columns for a row that is not among these, by the columns that it has. All rows are its
    /// peers; weights of columns are those of the training.
    func support(ofNewRow own: [Int32], columns others: [Int32]) -> [Double] {
        var near = Neighborhood(rows: rows.rows)
        let total = find(&near, ofRowWith: own)
        return others.map { total > 0 ? mean(of: sum(near, column: Int($0)), total) : 0 }
    }

    /// The support of each of a new row's columns by the others. What rows have in common with the new one is counted
    /// once; complexity: O(rows in common) for each column.
    func leaveOneOutSupport(ofNewRow own: [Int32], _ isCancelled: () -> Bool) throws -> [Double] {
        var shared = Neighborhood(rows: rows.rows)
        for column in own { add(Int(column), to: &shared) }
        var near = Neighborhood(rows: rows.rows), has = [Bool](repeating: false, count: rows.rows)
        let whole = own.reduce(0) { $0 + weights[Int($1)] }
        return try own.map { column in
            if isCancelled() { throw CancellationError() }
            let column = Int(column), weight = weights[column]
            for position in columns.range(ofRow: column) { has[Int(columns.columnIndices[position])] = true }
            for other in shared.touched {
                let rest = shared.similarity[other] - (has[other] ? weight : 0)
                // Where nothing else is in common the difference is zero but for rounding.
                if rest > 1e-9 * weight { near.add(rest, to: other) }
            }
            for position in columns.range(ofRow: column) { has[Int(columns.columnIndices[position])] = false }
            let total = keepNearest(&near, total: whole - weight, row: nil)
            defer { near.clear() }
            return total > 0 ? mean(of: sum(near, column: column), total) : 0
        }
    }

    /// The support of a column that is not among these for some rows, by the rows that have it.
    func support(rows keys: [Int32], ofNewColumn members: [Int32]) -> [Double] {
        var near = Neighborhood(rows: rows.rows)
        return keys.map { key in
            defer { near.clear() }
            let total = find(&near, ofRow: Int(key))
            return total > 0 ? mean(of: members.reduce(0) { $0 + near.similarity[Int($1)] }, total) : 0
        }
    }

    /// What the rows have in common with one, and then how similar they are to it.
    private struct Neighborhood {
        var similarity: [Double]
        /// The rows whose similarity may not be zero.
        private(set) var touched: [Int] = []
        var ranked: [Double] = []

        init(rows: Int) {
            similarity = [Double](repeating: 0, count: rows)
        }

        mutating func add(_ weight: Double, to row: Int) {
            if similarity[row] == 0 { touched.append(row) }
            similarity[row] += weight
        }

        mutating func clear() {
            for row in touched { similarity[row] = 0 }
            touched.removeAll(keepingCapacity: true)
        }
    }

    private func add(_ column: Int, to near: inout Neighborhood) {
        let weight = weights[column]
        for position in columns.range(ofRow: column) { near.add(weight, to: Int(columns.columnIndices[position])) }
    }

    /// - Returns: the sum of the similarities.
    private func find(_ near: inout Neighborhood, ofRow row: Int) -> Double {
        for entry in rows.range(ofRow: row) { add(Int(rows.columnIndices[entry]), to: &near) }
        return keepNearest(&near, total: totals[row], row: row)
    }

    private func find(_ near: inout Neighborhood, ofRowWith own: [Int32]) -> Double {
        for column in own { add(Int(column), to: &near) }
        return keepNearest(&near, total: own.reduce(0) { $0 + weights[Int($1)] }, row: nil)
    }

    private func sum(_ near: Neighborhood, column: Int) -> Double {
        var sum = 0.0
        for position in columns.range(ofRow: column) { sum += near.similarity[Int(columns.columnIndices[position])] }
        return sum
    }

    private func mean(of sum: Double, _ total: Double) -> Double {
        switch settings.aggregation {
        case .mean: sum / total
        case .sum: sum
        }
    }

    /// Turns sums of shared weights into similarities, and those beyond the nearest into 0.
    ///
    /// - Parameters:
    ///   - total: the sum of the weights of the row that is looked from.
    ///   - row: that row, which is not its own neighbour; nil where it is new.
    /// - Returns: the sum of those that are left.
    private func keepNearest(_ near: inout Neighborhood, total: Double, row: Int?) -> Double {
        near.ranked.removeAll(keepingCapacity: true)
        let root = row.map { roots[$0] } ?? total.squareRoot()
        for other in near.touched {
            let isPeer = row.flatMap { row in communities.map { $0.elements[other] == $0.elements[row] } } ?? true
            guard other != row, isPeer else {
                near.similarity[other] = 0
                continue
            }
            let shared = near.similarity[other]
            let denominator =
                switch settings.similarity {
                case .cosine: root * roots[other]
                case .jaccard: total + totals[other] - shared
                }
            near.similarity[other] = shared / (denominator + settings.shrinkage)
            near.ranked.append(near.similarity[other])
        }
        if near.ranked.count > settings.neighbors {
            let last = near.ranked.select(settings.neighbors - 1)
            let upper = last * (1 + Self.tolerance), lower = last * (1 - Self.tolerance)
            let nearer = near.ranked.count { $0 > upper }, tied = near.ranked.count { $0 >= lower } - nearer
            let fraction = Double(settings.neighbors - nearer) / Double(tied)
            for other in near.touched where near.similarity[other] <= upper {
                near.similarity[other] *= near.similarity[other] >= lower ? fraction : 0
            }
        }
        return near.touched.reduce(0) { $0 + near.similarity[$1] }
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
