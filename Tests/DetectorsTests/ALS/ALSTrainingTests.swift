import ContractTesting
import Concurrency
@testable import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Testing

@Suite("A training by alternating least squares")
struct ALSTrainingTests {
    static let solvers: [[String: ParameterValue]] = [
        ["solver": .string("cholesky")],
        ["solver": .string("auto")],
        ["solver": .string("conjugate-gradient"), "cg_steps": .integer(60)],
        ["solver": .string("block-coordinate-descent"), "block": .integer(4)],
        ["non_negative": .boolean(true)],
    ]

    private func largestDifference(_ factors: Matrix<Float>, _ expected: [[Double]]) -> Double {
        zip(factors.elements, expected.joined()).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
            / expected.joined().reduce(1e-3) { max($0, abs($1)) }
    }

    @Test("solves the normal equations of every loss", arguments: ALSCase.all)
    func exact(loss: ALSCase) throws {
        for solver in [Self.solvers[0], Self.solvers[2]] {
            var training = try loss.training(solver)
            var dense = loss.oracle(training)
            for _ in 0..<2 {
                try training.advance()
                dense.sweep()
            }
            #expect(largestDifference(training.userFactors, dense.users) < 1e-3)
            #expect(largestDifference(training.resourceFactors, dense.resources) < 1e-3)
        }
    }

    @Test("reports the loss that it minimises", arguments: ALSCase.all, solvers)
    func objective(loss: ALSCase, solver: [String: ParameterValue]) throws {
        var training = try loss.training(solver)
        for _ in 0..<3 {
            try training.advance()
            let expected = loss.oracle(training).loss
            let found = try #require(training.objective())
            #expect(abs(found - expected) <= 1e-5 * expected)
        }
    }

    @Test("never raises the objective", arguments: ALSCase.all, solvers)
    func descends(loss: ALSCase, solver: [String: ParameterValue]) throws {
        var training = try loss.training(solver)
        var last = Double.infinity
        for _ in 0..<6 {
            try training.advance()
            let objective = try #require(training.objective())
            #expect(objective <= last * (1 + 1e-5))
            last = objective
        }
    }

    @Test("follows the exact objective by the default solver", arguments: ALSCase.implicit)
    func followed(loss: ALSCase) throws {
        var training = try loss.training(["solver": .string("auto")])
        var dense = loss.oracle(training)
        for sweep in 1...6 {
            try training.advance()
            dense.sweep()
            let objective = try #require(training.objective())
            if sweep > 1 { #expect(abs(objective - dense.loss) <= 0.002 * dense.loss) }
        }
    }

    @Test("follows the exact objective where a user's numbers of accesses differ by orders of magnitude")
    func spread() throws {
        let like = InteractionMatrix(randomAccesses(users: 120, resources: 80, count: 3000)), counts = like.counts
        let values = (0..<counts.count).map { Float(Int(exp(Double($0 * 7919 % 1000) / 100))) }
        let matrix = InteractionMatrix(
            users: like.users, resources: like.resources,
            counts: SparseMatrix(
                rows: counts.rows, columns: counts.columns, rowOffsets: counts.rowOffsets,
                columnIndices: counts.columnIndices, values: values))
        func objectives(_ solver: String) throws -> [Double] {
            let detector = try ALSImplicit([
                "rank": .integer(32), "values": .string("counts"), "regularization": .real(5),
                "solver": .string(solver),
            ])
            var training = try detector.training(on: matrix, .standard)
            return try (0..<6).map { _ in
                try training.advance()
                return try #require(training.objective())
            }
        }
        for (found, exact) in zip(try objectives("auto"), try objectives("cholesky")).dropFirst() {
            #expect(abs(found - exact) <= 0.01 * exact)
        }
    }

    @Test("reaches the same objective by every unconstrained solver", arguments: ALSCase.implicit)
    func agree(loss: ALSCase) throws {
        let objectives = try Self.solvers.prefix(4).map { solver in
            var training = try loss.training(solver)
            for _ in 0..<60 { try training.advance() }
            return try #require(training.objective())
        }
        // The loss is not convex: the solvers may end in optima that differ a little.
        for objective in objectives { #expect(abs(objective - objectives[0]) <= 0.03 * objectives[0]) }
    }

    @Test("satisfies the optimality conditions of non-negative factors", arguments: ALSCase.all)
    func nonNegative(loss: ALSCase) throws {
        var training = try loss.training(["non_negative": .boolean(true)])
        for _ in 0..<3 { try training.advance() }
        #expect((training.userFactors.elements + training.resourceFactors.elements).allSatisfy { $0 >= 0 })
        let dense = loss.oracle(training)
        for resource in dense.resources.indices {
            let equations = dense.resourceEquations(resource), factors = dense.resources[resource]
            let scale = equations.map { abs($0[loss.rank]) }.reduce(1e-6) { max($0, $1) }
            for factor in 0..<loss.rank {
                let gradient = zip(equations[factor], factors).reduce(-equations[factor][loss.rank]) {
                    $0 + $1.0 * $1.1
                }
                #expect(gradient >= -1e-3 * scale)
                if factors[factor] > 1e-4 { #expect(gradient <= 1e-3 * scale) }
            }
        }
        #expect(dense.resources.joined().contains { $0 > 0.01 })
    }

    @Test("continues exactly where another training stopped", arguments: ALSCase.all, solvers)
    func warmStart(loss: ALSCase, solver: [String: ParameterValue]) throws {
        var straight = try loss.training(solver)
        for _ in 0..<2 { try straight.advance() }
        var resumed = try loss.training(solver, from: straight.fitted().tensors)
        #expect(resumed.objective() == straight.objective())
        try straight.advance()
        try resumed.advance()
        #expect(straight.userFactors == resumed.userFactors)
        #expect(straight.resourceFactors == resumed.resourceFactors)
    }

    @Test("is the same for any number of workers", arguments: ALSCase.all, solvers)
    func workers(loss: ALSCase, solver: [String: ParameterValue]) throws {
        let matrix = InteractionMatrix(randomAccesses(users: 1200, resources: 60, count: 3000))
        var changes = solver
        if !loss.isImplicit, loss.other.c > 0 { changes["negatives"] = .integer(3) }
        let objectives = try [1, 3].map { count in
            let context = FitContext(seed: FitContext.standard.seed, workers: Workers(count))
            var training = try loss.training(changes, on: matrix, context)
            try training.advance()
            try training.advance()
            return (training.userFactors, training.resourceFactors, training.objective())
        }
        #expect(objectives[0].0 == objectives[1].0)
        #expect(objectives[0].1 == objectives[1].1)
        #expect(objectives[0].2 == objectives[1].2)
    }

    @Test("starts from no factors of another shape")
    func shapes() throws {
        let tensors = try ALSCase.all[0].model(sweeps: 1).tensors
        #expect(throws: DetectorError.self) {
            try ALSCase.all[0].training(["rank": .integer(6)], from: tensors)
        }
    }

    @Test("counts its sweeps")
    func steps() throws {
        var training = try ALSCase.all[0].training(["sweeps": .integer(2)])
        #expect(training.steps == 0 && !training.isFinished)
        #expect(training.objective() != nil)
        try training.advance()
        #expect(training.steps == 1 && !training.isFinished)
        try training.advance()
        #expect(training.steps == 2 && training.isFinished)
    }

    @Test("factorises single users and resources, and ranks beyond their number", arguments: ALSCase.all, solvers)
    func small(loss: ALSCase, solver: [String: ParameterValue]) throws {
        for accesses in [
            [access("u", "r")], [access("u", "r"), access("u", "s")], [access("u", "r"), access("v", "r")],
        ] {
            let matrix = InteractionMatrix(accesses)
            let scores = try matrix.scores(of: try loss.model(sweeps: 4, solver, on: matrix))
            #expect(scores.values.allSatisfy { $0.isFinite })
        }
    }

    @Test("gives finite factors or an error for huge counts", arguments: solvers, [1e6, 1e20, 1e37])
    func huge(solver: [String: ParameterValue], weight: Double) throws {
        let matrix = InteractionMatrix([
            access("u", "r", weight: weight), access("u", "s"), access("v", "s", weight: weight), access("v", "t"),
        ])
        for loss in ALSCase.all where loss.values()["values"] == .string("counts") {
            do {
                let model = try loss.model(sweeps: 5, solver, on: matrix)
                #expect(try matrix.scores(of: model).values.allSatisfy { $0.isFinite })
            } catch is DetectorError {}
        }
    }

    @Test("lets tenants influence each other only where they are joined")
    func joint() throws {
        let alone = randomAccesses(), both = InteractionMatrix(alone + randomAccesses(tenant: "z"))
        func scores(_ matrix: InteractionMatrix, joint: Bool) throws -> [[String]: Double] {
            try matrix.scores(of: try ALSCase.all[0].model(sweeps: 3, ["joint": .boolean(joint)], on: matrix))
                .filter { $0.key[0] == "t" }
        }
        let expected = try scores(InteractionMatrix(alone), joint: false)
        #expect(try scores(both, joint: false) == expected)
        #expect(try scores(InteractionMatrix(alone), joint: true) == expected)
        #expect(try scores(both, joint: true) != expected)
    }
}
