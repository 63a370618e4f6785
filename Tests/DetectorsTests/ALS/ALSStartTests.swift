import ContractTesting
import AccessLogs
import Concurrency
@testable import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

@Suite("A start of alternating least squares from singular vectors")
struct ALSStartTests {
    private static let svd: [String: ParameterValue] = ["start": .string("svd")]

    /// Twelve departments of users, each with resources of its own that most of its users access, and accesses at
    /// random.
    private static let departments: InteractionMatrix = {
        let random = RandomStream(seed: Seed(3))
        let accesses = (0..<240).flatMap { user in
            (0..<20).map { _ in
                let isOwn = random.index(below: 5) > 0
                let resource = isOwn ? user % 12 + 12 * random.index(below: 8) : random.index(below: 96)
                return access("u\(user)", "r\(resource)")
            }
        }
        return InteractionMatrix(accesses)
    }()

    /// The objective after each of some sweeps.
    private func objectives(
        of loss: ALSCase, _ changes: [String: ParameterValue], sweeps: Int, on matrix: InteractionMatrix
    ) throws -> [Double] {
        var training = try loss.training(changes, on: matrix)
        return try (0..<sweeps).map { _ in
            try training.advance()
            return try #require(training.objective())
        }
    }

    @Test(
        "is a sweep ahead of a random start where users have departments",
        arguments: [
            ALSCase.all[0],
            ALSCase(
                detector: "als-explicit", parameters: ["negatives": .integer(3)], observed: { _ in (1, 1) },
                other: (0, 0)),
        ])
    func ahead(loss: ALSCase) throws {
        for rank in [4, 12] {
            let changes: [String: ParameterValue] = ["rank": .integer(rank)]
            let random = try objectives(of: loss, changes, sweeps: 3, on: Self.departments)
            let svd = try objectives(of: loss, changes.merging(Self.svd) { $1 }, sweeps: 2, on: Self.departments)
            #expect(svd[1] <= random[2])
        }
    }

    @Test("predicts all pairs where the rank suffices")
    func complete() throws {
        // Two groups that share nothing: of rank two, with the singular values √(3·2) and √(2·4).
        let accesses = [(users: ["a", "b", "c"], resources: ["r", "s"]), (["d", "e"], ["t", "u", "v", "w"])].flatMap {
            group in group.users.flatMap { user in group.resources.map { access(user, $0) } }
        }
        let matrix = InteractionMatrix(accesses)
        let factors = try ALSImplicit(Self.svd.merging(["rank": .integer(2)]) { $1 })
            .initialFactors(for: matrix, .standard)
        // V·√Σ: the squared norm of a resource is Σ over its component's part, √(users / resources) of its group.
        for resource in 0..<matrix.resources.count {
            let squared = (0..<2).reduce(0) { $0 + factors[resource, $1] * factors[resource, $1] }
            let isFirst = ["r", "s"].contains(matrix.resources[resource].name)
            let expected: Float = (isFirst ? 3.0 / 2 : 2.0 / 4).squareRoot()
            #expect(abs(squared - expected) < 1e-5)
        }
    }

    @Test("leaves components random that the matrix does not have", arguments: [1, 2, 3])
    func padded(users: Int) throws {
        let matrix = InteractionMatrix((0..<users).map { access("u\($0)", "r") } + [access("u0", "s")])
        let rank = 5, components = min(users, 2)
        let random = try ALSImplicit(["rank": .integer(rank)]).initialFactors(for: matrix, .standard)
        let svd = try ALSImplicit(Self.svd.merging(["rank": .integer(rank)]) { $1 })
            .initialFactors(for: matrix, .standard)
        for resource in 0..<2 {
            for factor in 0..<rank {
                #expect((svd[resource, factor] == random[resource, factor]) == (factor >= components))
            }
        }
    }

    @Test("suits single users and resources, and every solver", arguments: ALSCase.all, ALSTrainingTests.solvers)
    func small(loss: ALSCase, solver: [String: ParameterValue]) throws {
        for accesses in [
            [access("u", "r")], [access("u", "r"), access("u", "s")], [access("u", "r"), access("v", "r")],
        ] {
            let matrix = InteractionMatrix(accesses)
            let changes = solver.merging(Self.svd) { $1 }
            #expect(try loss.training(changes, on: matrix).resourceFactors.elements.allSatisfy(\.isFinite))
            let scores = try matrix.scores(of: try loss.model(sweeps: 4, changes, on: matrix))
            #expect(scores.values.allSatisfy { $0.isFinite })
        }
    }

    @Test("is not negative where factors must not be", arguments: ALSCase.all)
    func nonNegative(loss: ALSCase) throws {
        let training = try loss.training(Self.svd.merging(["non_negative": .boolean(true)]) { $1 })
        #expect(training.resourceFactors.elements.allSatisfy { $0 >= 0 })
    }

    @Test("is the same for any number of workers", arguments: ALSCase.all)
    func workers(loss: ALSCase) throws {
        let matrix = InteractionMatrix(randomAccesses(users: 1200, resources: 700, count: 5000))
        var changes = Self.svd
        if !loss.isImplicit { changes["negatives"] = .integer(0) }
        let factors = try [1, 3].map { count in
            let context = FitContext(seed: FitContext.standard.seed, workers: Workers(count))
            return try loss.training(changes, on: matrix, context).resourceFactors
        }
        #expect(factors[0] == factors[1])
    }

    @Test("lets tenants influence each other only where they are joined")
    func tenants() throws {
        let own = randomAccesses()
        let alone = InteractionMatrix(own), both = InteractionMatrix(randomAccesses(tenant: "a") + own)
        func factors(_ matrix: InteractionMatrix, joint: Bool) throws -> [Float] {
            let detector = try ALSImplicit(Self.svd.merging(["joint": .boolean(joint), "rank": .integer(4)]) { $1 })
            return try detector.initialFactors(for: matrix, .standard).elements.suffix(alone.resources.count * 4)
        }
        let expected = try factors(alone, joint: false)
        #expect(try factors(both, joint: false) == expected)
        #expect(try factors(alone, joint: true) == expected)
        #expect(try factors(both, joint: true) != expected)
    }

    @Test("is the same in lanes as in trainings by themselves")
    func lanes() throws {
        let detectors = try [(0.5, 0.3), (4, 2), (9, 10)].map { alpha, regularization in
            try ALSImplicit(
                ALSCase.all[0].values(
                    Self.svd.merging(["alpha": .real(alpha), "regularization": .real(regularization)]) { $1 }))
        }
        #expect(detectors.allSatisfy { $0.canLearn(with: detectors[0]) })
        #expect(try !detectors[0].canLearn(with: ALSImplicit(ALSCase.all[0].values())))
        var lanes = try ALSLanes(detectors, on: ALSCase.matrix, .standard)
        try lanes.advance()
        for (lane, detector) in detectors.enumerated() {
            var training = try detector.training(on: ALSCase.matrix, .standard)
            try training.advance()
            let expected = try #require(training.objective()), found = try #require(lanes.objectives[lane])
            #expect(abs(found - expected) <= 1e-5 * expected)
        }
    }

    @Test("stops when it is cancelled")
    func cancelled() throws {
        let context = FitContext(seed: FitContext.standard.seed, isCancelled: { true })
        #expect(throws: CancellationError.self) { try ALSCase.all[0].training(Self.svd, context) }
    }
}
