import ContractTesting
@testable import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

@Suite("Implicit alternating least squares")
struct ALSImplicitTests {
    struct Settings: Sendable, CustomTestStringConvertible {
        var rank = 4
        var regularization = 1.0
        var alpha = 2.0
        var values = "counts"
        var solver = "cholesky"

        var testDescription: String { "rank \(rank), λ \(regularization), α \(alpha), \(values)" }

        func parameters(sweeps: Int) -> [String: ParameterValue] {
            [
                "rank": .integer(rank), "regularization": .real(regularization), "alpha": .real(alpha),
                "values": .string(values), "sweeps": .integer(sweeps), "solver": .string(solver),
            ]
        }
    }

    static let settings = [
        Settings(), Settings(values: "binary"), Settings(alpha: 0), Settings(rank: 1, alpha: 40),
        Settings(rank: 7, regularization: 10, alpha: 10, values: "binary"), Settings(rank: 3, regularization: 0.05),
        Settings(rank: 16, regularization: 0.5, alpha: 1),
    ]

    private let matrix = InteractionMatrix(randomAccesses(users: 20, resources: 15, count: 120))

    private func oracle(_ settings: Settings) throws -> DenseALS {
        let detector = try ALSImplicit(settings.parameters(sweeps: 1))
        return try DenseALS(
            matrix, isBinary: settings.values == "binary", alpha: settings.alpha,
            regularization: settings.regularization, start: detector.initialFactors(for: matrix, .standard))
    }

    @Test("solves the normal equations over all pairs exactly, sweep by sweep", arguments: settings, 1...3)
    func exact(settings: Settings, sweeps: Int) throws {
        var oracle = try oracle(settings)
        for _ in 0..<sweeps { oracle.sweep() }
        let fitted = try ALSImplicit(settings.parameters(sweeps: sweeps)).fit(matrix, .standard)
        let pairs = matrix.allPairs
        let expected = zip(pairs.users, pairs.resources).map { oracle.prediction(Int($0), Int($1)) }
        let largest = expected.reduce(0) { max($0, abs($1)) }
        #expect(largest > 0.01)
        let scores = try fitted.scores(users: pairs.users, resources: pairs.resources)
        #expect(zip(scores, expected).allSatisfy { abs(-$0 - $1) <= 1e-3 * largest })
    }

    @Test("never raises the loss", arguments: settings)
    func descends(settings: Settings) throws {
        var oracle = try oracle(settings)
        let losses = try (1...8).map { sweeps in
            let fitted = try ALSImplicit(settings.parameters(sweeps: sweeps)).fit(matrix, .standard)
            oracle.users = try rows(of: fitted.tensors["user_factors"])
            oracle.resources = try rows(of: fitted.tensors["resource_factors"])
            return oracle.loss
        }
        // Single precision leaves its trace where the loss has converged.
        #expect(zip(losses, losses.dropFirst()).allSatisfy { $1 <= $0 * (1 + 1e-5) })
        #expect(losses[7] < losses[0])
    }

    private func rows(of tensor: Matrix<Float>?) throws -> [[Double]] {
        let matrix = try #require(tensor)
        return (0..<matrix.rows).map { row in (0..<matrix.columns).map { Double(matrix[row, $0]) } }
    }

    /// Even users access the even resources and odd users the odd ones, but no user accesses the resource of its own
    /// number.
    @Test("expects the withheld pairs of a checkerboard", arguments: ["counts", "binary"])
    func checkerboard(values: String) throws {
        let size = 20
        var accesses = [access("u0", "r2")]
        for user in 0..<size {
            for resource in 0..<size where user % 2 == resource % 2 && user != resource {
                accesses.append(access("u\(user)", "r\(resource)"))
            }
        }
        let matrix = InteractionMatrix(accesses)
        let detector = try ALSImplicit(Settings(rank: 2, regularization: 0.5, values: values).parameters(sweeps: 15))
        let scores = try matrix.scores(of: detector.fit(matrix, .standard))
        var withheld: [Double] = [], crossed: [Double] = []
        for user in 0..<size {
            for resource in 0..<size {
                let score = try #require(scores[["t", "u\(user)", "r\(resource)"]])
                if user == resource { withheld.append(score) }
                if user % 2 != resource % 2 { crossed.append(score) }
            }
        }
        let mostAnomalous = try #require(withheld.max()), leastAnomalous = try #require(crossed.min())
        #expect(mostAnomalous < leastAnomalous - 0.3)
    }

    @Test("says what to change where the normal equations are singular")
    func singular() throws {
        let detector = try ALSImplicit(["rank": .integer(8), "regularization": .real(0)])
        let error = try #require(throws: DetectorError.self) {
            try detector.fit(InteractionMatrix([access("u", "r")]), .standard)
        }
        #expect(error.description.contains("raise regularization or lower the rank"))
    }

    @Test("gives finite scores or an error for the most extreme confidences", arguments: [1e-9, 1e9, 1e37])
    func extreme(weight: Double) throws {
        let accesses = [access("u", "r", weight: weight), access("u", "s"), access("v", "s", weight: weight)]
        let matrix = InteractionMatrix(accesses)
        for alpha in [1, 1e6] {
            let detector = try ALSImplicit(["values": .string("counts"), "alpha": .real(alpha)])
            do {
                let scores = try matrix.scores(of: detector.fit(matrix, .standard))
                #expect(scores.values.allSatisfy { $0.isFinite })
            } catch is DetectorError {
                #expect(weight > 1, "only a confidence beyond single precision may fail")
            }
        }
    }

    @Test("starts each tenant from its own factors, and each seed from other ones")
    func start() throws {
        let detector = try ALSImplicit([:])
        let two = InteractionMatrix(randomAccesses(tenant: "a") + randomAccesses())
        let alone = InteractionMatrix(randomAccesses())
        let tenant = try #require(two.tenants.last)
        let factors = try detector.initialFactors(for: two, .standard).elements
        #expect(
            try Array(factors[(tenant.resources.lowerBound * 16)...])
                == detector.initialFactors(for: alone, .standard).elements)
        #expect(factors.prefix(16) != factors.suffix(16))
        let other = try ALSImplicit(["seed": .integer(1)])
        #expect(try other.initialFactors(for: two, .standard).elements != factors)
    }

    @Test("can be stopped between sweeps")
    func cancelledLater() throws {
        let questions = Counter()
        let context = FitContext(seed: Seed(1), isCancelled: { questions.next() > 7 })
        #expect(throws: CancellationError.self) { try ALSImplicit([:]).fit(matrix, context) }
        #expect(questions.next() == 9)
    }
}
