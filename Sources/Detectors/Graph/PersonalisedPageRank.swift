import Foundation
public import Interactions
public import LinearAlgebra
public import Parameters

/// Random walk with restart: PageRank as seen from one user.
///
/// A walker starts at the user u, follows an edge of the graph of users and resources at random, and before every step
/// returns to u with probability c. The anomaly score is −p(i) / d(i)^e with the share p(i) of the time that it spends
/// at the resource i: p = c Σ (1 − c)^t δᵤPᵗ over t ≥ 0 (Page, Brin, Motwani and Winograd, "The PageRank citation
/// ranking", 1999, section 6; Haveliwala, "Topic-sensitive PageRank", WWW 2002). With e = 1 the popularity of i is
/// divided out altogether, as a walk without restart spends its time in proportion to the degrees. A pair that was seen
/// owes much of its p(i) to its own edge.
///
/// It wins where the data are sparse, since it sees chains of any length and tells near strangers from far ones. It
/// fails on a dense graph, where everything is near everything, and without e > 0 it favours the popular.
///
/// Complexity: a pass over the tenant's pairs and back for each of some 10 (c = 0.5) to 25 (c = 0.1) iterations for
/// each user, eight users at a time; O(d(i)) for each pair.
public struct PersonalisedPageRank: Detector {
    public static let id = "pagerank"
    public static let summary =
        "The share of its time that a random walk with restart at the user spends at the resource."
    public static let parameters = [
        ParameterDescription(
            "restart", .real(0.01...0.99), default: .real(0.5), simpler: .higher,
            tuned: [.real(0.8), .real(0.5), .real(0.2)], "c, the probability of a return to the user before each step."),
        ParameterDescription(
            "degree_exponent", .real(0...2), default: .real(0.5), simpler: .lower,
            tuned: [.real(0), .real(0.5), .real(1)],
            "e, the power of the resource's degree by which its share is divided."),
    ]

    let restart: Double
    let degreeExponent: Double

    public init(_ parameters: ParameterSet) {
        restart = parameters.real("restart")
        degreeExponent = parameters.real("degree_exponent")
    }

    public func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try context.checkCancellation()
        return PageRankModel(matrix, restart: restart, degreeExponent: degreeExponent)
    }

    /// Restores it from the training pairs alone.
    public func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        PageRankModel(matrix, restart: restart, degreeExponent: degreeExponent)
    }
}

/// With A scaled to N = D_u^−½ A D_i^−½ and q = (1 − c)², the walk's time at the resources is
/// c(1 − c) · d(u)^−½ · zᵀ N D_i^½, where z solves the symmetric system (I − q NNᵀ) z = δᵤ.
private struct PageRankModel: FittedDetector {
    /// So many users are done at once; none sees the others.
    private typealias Lanes = SIMD8<Double>

    private let byUser: SparseMatrix
    private let byResource: SparseMatrix
    private let tenants: [InteractionMatrix.Tenant]
    private let restart: Double
    /// d(u)^−½, 1/d(i) and d(i)^−e.
    private let userScale: [Double]
    private let resourceShare: [Double]
    private let damping: [Double]

    init(_ matrix: InteractionMatrix, restart: Double, degreeExponent: Double) {
        byUser = matrix.counts
        byResource = matrix.counts.transposed()
        tenants = matrix.tenants
        self.restart = restart
        // A matrix made by hand may have empty rows, whose scores must not be NaN.
        userScale = byUser.rowDegrees.map { 1 / Double(max(1, $0)).squareRoot() }
        let degrees = byResource.rowDegrees.map { Double(max(1, $0)) }
        resourceShare = degrees.map { 1 / $0 }
        damping = degrees.map { pow($0, -degreeExponent) }
    }

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        var scores = [Double](repeating: 0, count: users.count)
        var system = WalkSystem<Lanes>(users: byUser.rows, resources: byResource.rows)
        let groups = PairGroups(by: users).groups
        for tenant in tenants {
            let own = groups.filter { tenant.users.contains($0.key) }
            for start in stride(from: 0, to: own.count, by: Lanes.scalarCount) {
                let batch = own[start..<min(own.count, start + Lanes.scalarCount)]
                solve(&system, for: batch.map(\.key), in: tenant)
                for (lane, (user, places)) in batch.enumerated() {
                    for place in places {
                        let resource = Int(resources[place])
                        var sum = 0.0
                        for position in byResource.range(ofRow: resource) {
                            let other = Int(byResource.columnIndices[position])
                            sum += userScale[other] * system.solution[other][lane]
                        }
                        scores[place] = -restart * (1 - restart) * userScale[user] * damping[resource] * sum
                    }
                }
            }
        }
        return scores
    }

    /// Solves for z by Chebyshev's iteration (Saad, "Iterative methods for sparse linear systems", 2003, algorithm
    /// 12.1): the eigenvalues lie between 1 − q and 1, so that the number of iterations is known beforehand and no
    /// user's figures depend on another's.
    private func solve(_ system: inout WalkSystem<Lanes>, for users: [Int], in tenant: InteractionMatrix.Tenant) {
        let decay = (1 - restart) * (1 - restart)
        let centre = 1 - decay / 2, radius = decay / 2
        // The error falls by this factor in each iteration.
        let root = (1 - decay).squareRoot(), factor = (1 - root) / (1 + root)
        let iterations = Int((log(1e-10 / 2) / log(factor)).rounded(.up))
        for user in tenant.users {
            system.solution[user] = .zero
            system.residual[user] = .zero
        }
        for (lane, user) in users.enumerated() { system.residual[user][lane] = 1 }
        for user in tenant.users { system.step[user] = system.residual[user] / centre }
        var ratio = radius / centre
        for _ in 0..<iterations {
            for resource in tenant.resources {
                var sum = Lanes.zero
                for position in byResource.range(ofRow: resource) {
                    let user = Int(byResource.columnIndices[position])
                    sum += system.step[user] * userScale[user]
                }
                system.atResource[resource] = sum * (decay * resourceShare[resource])
            }
            let next = 1 / (2 * centre / radius - ratio)
            for user in tenant.users {
                var sum = Lanes.zero
                for position in byUser.range(ofRow: user) {
                    sum += system.atResource[Int(byUser.columnIndices[position])]
                }
                let step = system.step[user]
                let residual = system.residual[user] - step + sum * userScale[user]
                system.solution[user] += step
                system.residual[user] = residual
                system.step[user] = step * (next * ratio) + residual * (2 * next / radius)
            }
            ratio = next
        }
    }

    /// Nothing: the training pairs say all.
    var tensors: [String: Matrix<Float>] { [:] }
}

/// The vectors of Chebyshev's iteration.
private struct WalkSystem<Lanes: SIMD> where Lanes.Scalar == Double {
    var solution: [Lanes]
    var residual: [Lanes]
    var step: [Lanes]
    var atResource: [Lanes]

    init(users: Int, resources: Int) {
        solution = Array(repeating: Lanes(), count: users)
        residual = solution
        step = solution
        atResource = Array(repeating: Lanes(), count: resources)
    }
}
