import Foundation
package import Interactions
package import LinearAlgebra
package import Parameters

/// Random walk with restart: PageRank as seen from one user.
///
/// A walker starts at the user u, follows an edge of the graph of users and resources at random, and before every step
/// returns to u with probability c. The anomaly score is −p(i) / d(i)^e with the fraction p(i) of the time that it
/// spends at the resource i: p = c Σ (1 − c)^t δᵤPᵗ over t ≥ 0 (Page, Brin, Motwani and Winograd, "The PageRank
/// citation ranking", 1999, section 6; Haveliwala, "Topic-sensitive PageRank", WWW 2002). With e = 1 the popularity of
/// i is divided out altogether, as a walk without restart spends its time in proportion to the degrees. A pair that was
/// seen owes much of its p(i) to its own edge.
///
/// It wins where the data are sparse, since it sees chains of any length and tells near strangers from far ones. It
/// fails on a dense graph, where everything is near everything, and without e > 0 it favours the popular.
///
/// Complexity: a pass over the tenant's pairs and back for each of some 10 (c = 0.5) to 25 (c = 0.1) iterations for
/// each user, eight users at a time; O(d(i)) for each pair.
package struct PersonalizedPageRank: Detector {
    package static let id = "pagerank"
    package static let summary =
        "The fraction of its time that a random walk with restart at the user spends at the resource."
    static let restart = Parameter<Double>(
        "restart", in: 0.01...0.99, standard: 0.5, simpler: .higher, tuned: [0.8, 0.5, 0.2],
        "c, the probability of a return to the user before each step.")
    static let degreeExponent = Parameter<Double>(
        "degree_exponent", in: 0...2, standard: 0.5, simpler: .lower, tuned: [0, 0.5, 1],
        "e, the power of the resource's degree by which the score is divided.")

    package static let parameters: ParameterList = [restart, degreeExponent]

    let restart: Double
    let degreeExponent: Double

    package init(_ parameters: ParameterSet) {
        restart = parameters[Self.restart]
        degreeExponent = parameters[Self.degreeExponent]
    }

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try context.checkCancellation()
        return PageRankModel(matrix, restart: restart, degreeExponent: degreeExponent)
    }

    /// Restores it from the training pairs alone.
    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        PageRankModel(matrix, restart: restart, degreeExponent: degreeExponent)
    }
}

/// With A scaled to N = D_u^−½ A D_i^−½ and q = (1 − c)², the walk's time at the resources is
/// c(1 − c) · d(u)^−½ · D_i^½ y, where y solves the symmetric system (I − q NᵀN) y = Nᵀδᵤ.
private struct PageRankModel: FittedDetector {
    private let pairs: SparseMatrix
    private let tenants: [InteractionMatrix.Tenant]
    private let restart: Double
    /// 1/d(u), d(i)^−½ and d(i)^(½ − e).
    private let stepProbability: [Double]
    private let resourceScale: [Double]
    private let resultScale: [Double]

    init(_ matrix: InteractionMatrix, restart: Double, degreeExponent: Double) {
        pairs = matrix.counts
        tenants = matrix.tenants
        self.restart = restart
        // A matrix made by hand may have empty rows, whose scores must not be NaN.
        stepProbability = pairs.rowDegrees.map { 1 / Double(max(1, $0)) }
        let degrees = pairs.transposed().rowDegrees.map { Double(max(1, $0)) }
        resourceScale = degrees.map { 1 / $0.squareRoot() }
        resultScale = degrees.map { pow($0, 0.5 - degreeExponent) }
    }

    func scores(users: [Int32], resources: [Int32]) throws -> [Double] {
        try scores(users: users, resources: resources, isCancelled: { false })
    }

    /// Asks before every pass over the tenant's pairs.
    func scores(users: [Int32], resources: [Int32], isCancelled: @Sendable () -> Bool) throws -> [Double] {
        var scores = [Double](repeating: 0, count: users.count)
        let system = WalkSystem(resources: pairs.columns)
        let groups = PairGroups(by: users).groups
        for tenant in tenants {
            let own = groups.filter { tenant.users.contains($0.key) }
            for start in stride(from: 0, to: own.count, by: WalkSystem.Lanes.scalarCount) {
                let batch = own[start..<min(own.count, start + WalkSystem.Lanes.scalarCount)]
                try solve(system, for: batch.map(\.key), in: tenant, isCancelled)
                for (lane, (user, indices)) in batch.enumerated() {
                    let scale = restart * (1 - restart) * stepProbability[user]
                    for index in indices {
                        let resource = Int(resources[index])
                        scores[index] = -scale * resultScale[resource] * system.solution[resource][lane]
                    }
                }
            }
        }
        return scores
    }

    /// Solves for √d(u) · y by Chebyshev's iteration (Saad, "Iterative methods for sparse linear systems", 2003,
    /// algorithm 12.1): the eigenvalues lie between 1 − q and 1, so that the number of iterations is known beforehand
    /// and no user's results depend on another's.
    private func solve(
        _ system: borrowing WalkSystem, for users: [Int], in tenant: InteractionMatrix.Tenant,
        _ isCancelled: @Sendable () -> Bool
    ) throws {
        let decay = (1 - restart) * (1 - restart)
        let center = 1 - decay / 2, radius = decay / 2
        // The error falls by this factor in each iteration.
        let root = (1 - decay).squareRoot(), factor = (1 - root) / (1 + root)
        let iterations = Int((log(1e-10 / 2) / log(factor)).rounded(.up))
        system.clear(tenant.resources)
        for (lane, user) in users.enumerated() {
            for position in pairs.range(ofRow: user) {
                let resource = Int(pairs.columnIndices[position])
                system.residual[resource][lane] = resourceScale[resource]
            }
        }
        for resource in tenant.resources { system.step[resource] = system.residual[resource] / center }
        var ratio = radius / center
        for _ in 0..<iterations {
            if isCancelled() { throw CancellationError() }
            for resource in tenant.resources {
                system.sent[resource] = system.step[resource] * (decay * resourceScale[resource])
                system.received[resource] = .zero
            }
            pairs.columnIndices.withUnsafeBufferPointer { columns in
                for user in tenant.users {
                    let entries = pairs.range(ofRow: user)
                    var sum = WalkSystem.Lanes.zero
                    for position in entries { sum += system.sent[Int(columns[position])] }
                    sum *= stepProbability[user]
                    for position in entries { system.received[Int(columns[position])] += sum }
                }
            }
            let next = 1 / (2 * center / radius - ratio)
            for resource in tenant.resources {
                let step = system.step[resource]
                let residual =
                    system.residual[resource] - step + system.received[resource] * resourceScale[resource]
                system.solution[resource] += step
                system.residual[resource] = residual
                system.step[resource] = step * (next * ratio) + residual * (2 * next / radius)
            }
            ratio = next
        }
    }

    /// Empty: the training pairs determine the model.
    var tensors: [String: Matrix<Float>] { [:] }
}

/// The vectors of Chebyshev's iteration, an element for each resource.
private struct WalkSystem: ~Copyable {
    /// The users that are computed at once, each independent of the others.
    typealias Lanes = SIMD8<Double>

    let solution: UnsafeMutablePointer<Lanes>
    let residual: UnsafeMutablePointer<Lanes>
    let step: UnsafeMutablePointer<Lanes>
    /// What goes out from each resource to its users, and what comes back.
    let sent: UnsafeMutablePointer<Lanes>
    let received: UnsafeMutablePointer<Lanes>

    init(resources: Int) {
        func vector() -> UnsafeMutablePointer<Lanes> {
            let vector = UnsafeMutablePointer<Lanes>.allocate(capacity: resources)
            vector.initialize(repeating: .zero, count: resources)
            return vector
        }
        (solution, residual, step, sent, received) = (vector(), vector(), vector(), vector(), vector())
    }

    deinit {
        for vector in [solution, residual, step, sent, received] { vector.deallocate() }
    }

    /// Sets what the next system starts from to zero.
    func clear(_ resources: Range<Int>) {
        (solution + resources.lowerBound).update(repeating: .zero, count: resources.count)
        (residual + resources.lowerBound).update(repeating: .zero, count: resources.count)
    }
}
