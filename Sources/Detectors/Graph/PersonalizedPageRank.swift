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
    package static let foldsIn = true

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
///
/// A new user's walk leads to its resources in its first step and goes on in the graph of the training, where no edge
/// leads back but the return. A new resource is reached from each of its users v, a step in d(v) of those from there, with
/// d(v) as in training: p(i) = (1 − c) Σ p(v) / d(v), where p(v) = c [v = u] + (1 − c) Σ p(j) / d(j) over the resources j
/// of v. For a user or a resource of the training both are its own scores.
private struct PageRankModel: FoldingIn {
    private let pairs: SparseMatrix
    private let tenants: [InteractionMatrix.Tenant]
    private let tenantOfUser: [Int32]
    private let tenantOfResource: [Int32]
    private let restart: Double
    private let degreeExponent: Double
    /// 1/d(u), d(i)^−½ and d(i)^(½ − e).
    private let stepProbability: [Double]
    private let resourceScale: [Double]
    private let resultScale: [Double]

    init(_ matrix: InteractionMatrix, restart: Double, degreeExponent: Double) {
        pairs = matrix.counts
        tenants = matrix.tenants
        tenantOfUser = matrix.tenantOfUser
        tenantOfResource = matrix.tenantOfResource
        self.restart = restart
        self.degreeExponent = degreeExponent
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
            try solve(system, own.map { self.resources(ofUser: $0.key) }, in: tenant, isCancelled) { number, lane in
                let (user, indices) = own[number]
                let scale = restart * (1 - restart) * stepProbability[user]
                for index in indices {
                    let resource = Int(resources[index])
                    scores[index] = -scale * resultScale[resource] * system.solution[resource][lane]
                }
            }
        }
        return scores
    }

    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) throws -> [Double] {
        guard let first = accesses.first else { return resources.map { _ in 0 } }
        var scores: [Double] = []
        let system = WalkSystem(resources: pairs.columns)
        let scale = restart * (1 - restart) / Double(accesses.count)
        try solve(
            system, [accesses.map(\.resource)], in: tenants[Int(tenantOfResource[Int(first.resource)])], { false }
        ) { _, lane in
            scores = resources.map { -scale * resultScale[Int($0)] * system.solution[Int($0)][lane] }
        }
        return scores
    }

    func leaveOneOutScores(
        ofNewUser accesses: [(resource: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        guard accesses.count > 1, let first = accesses.first else { return accesses.map { _ in 0 } }
        var scores = [Double](repeating: 0, count: accesses.count)
        let system = WalkSystem(resources: pairs.columns)
        let scale = restart * (1 - restart) / Double(accesses.count - 1)
        let starts = accesses.indices.lazy.map { index in
            (accesses[..<index] + accesses[(index + 1)...]).map(\.resource)
        }
        try solve(system, starts, in: tenants[Int(tenantOfResource[Int(first.resource)])], isCancelled) { index, lane in
            let resource = Int(accesses[index].resource)
            scores[index] = -scale * resultScale[resource] * system.solution[resource][lane]
        }
        return scores
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) throws -> [Double] {
        try scores(ofNewResource: accesses, for: users, isLeftOut: false, { false })
    }

    func leaveOneOutScores(
        ofNewResource accesses: [(user: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        try scores(ofNewResource: accesses, for: accesses.map(\.user), isLeftOut: true, isCancelled)
    }

    /// - Parameter isLeftOut: whether the access of each user by whom the resource is scored is left out.
    private func scores(
        ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32], isLeftOut: Bool,
        _ isCancelled: () -> Bool
    ) throws -> [Double] {
        guard let first = users.first else { return [] }
        var scores = [Double](repeating: 0, count: users.count)
        let system = WalkSystem(resources: pairs.columns)
        let degree = Double(max(1, accesses.count - (isLeftOut ? 1 : 0)))
        try solve(
            system, users.lazy.map { resources(ofUser: Int($0)) }, in: tenants[Int(tenantOfUser[Int(first)])],
            isCancelled
        ) { index, lane in
            let user = users[index]
            let scale = restart * (1 - restart) * stepProbability[Int(user)]
            var time = 0.0
            for access in accesses where !(isLeftOut && access.user == user) {
                let other = Int(access.user)
                var arriving = 0.0
                for resource in resources(ofUser: other).lazy.map({ Int($0) }) {
                    arriving += resourceScale[resource] * system.solution[resource][lane]
                }
                let atUser = (access.user == user ? restart : 0) + (1 - restart) * scale * arriving
                time += (1 - restart) * atUser * stepProbability[other]
            }
            scores[index] = -time * pow(degree, -degreeExponent)
        }
        return scores
    }

    private func resources(ofUser user: Int) -> ArraySlice<Int32> {
        pairs.columnIndices[pairs.range(ofRow: user)]
    }

    /// Solves the systems of some walks, eight at a time.
    ///
    /// - Parameters:
    ///   - starts: the resources to which each walk leads in its first step.
    ///   - body: called for each walk with its number and its lane in the system, while its solution is there.
    /// - Throws: `CancellationError` once cancelled.
    private func solve<Start: Sequence<Int32>>(
        _ system: borrowing WalkSystem, _ starts: some RandomAccessCollection<Start>,
        in tenant: InteractionMatrix.Tenant, _ isCancelled: () -> Bool, _ body: (_ number: Int, _ lane: Int) -> Void
    ) throws {
        let all = Array(starts.indices)
        for first in stride(from: 0, to: all.count, by: WalkSystem.Lanes.scalarCount) {
            let batch = first..<min(all.count, first + WalkSystem.Lanes.scalarCount)
            system.clear(tenant.resources)
            for (lane, number) in batch.enumerated() {
                for resource in starts[all[number]].lazy.map({ Int($0) }) {
                    system.residual[resource][lane] = resourceScale[resource]
                }
            }
            try solve(system, in: tenant, isCancelled)
            for (lane, number) in batch.enumerated() { body(number, lane) }
        }
    }

    /// Solves for √d(u) · y by Chebyshev's iteration (Saad, "Iterative methods for sparse linear systems", 2003,
    /// algorithm 12.1): the eigenvalues lie between 1 − q and 1, so that the number of iterations is known beforehand
    /// and no user's results depend on another's.
    private func solve(
        _ system: borrowing WalkSystem, in tenant: InteractionMatrix.Tenant, _ isCancelled: () -> Bool
    ) throws {
        let decay = (1 - restart) * (1 - restart)
        let center = 1 - decay / 2, radius = decay / 2
        // The error falls by this factor in each iteration.
        let root = (1 - decay).squareRoot(), factor = (1 - root) / (1 + root)
        let iterations = Int((log(1e-10 / 2) / log(factor)).rounded(.up))
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
