import ContractTesting
import Concurrency
@testable import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

@Suite("Contrastive losses")
struct ContrastiveLossTests {
    static let losses: [ContrastiveLoss] = [.logistic(shift: 0), .logistic(shift: 1.5), .bpr]
    static let predictions: [[Float]] = [
        [0, 0], [1.5, -0.5, 2], [-3, 0.25, 0.25, 4], [30, -30, 5], [-30, 30, 12], [0.1, 0.2, 0.3, 0.4, 0.5],
    ]

    /// The losses as the papers write them, in Double.
    private func loss(_ loss: ContrastiveLoss, _ z: [Double]) -> Double {
        func sigmoid(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
        var total = 0.0
        switch loss {
        case .logistic(let shift):
            total -= log(sigmoid(z[0] - Double(shift)))
            for drawn in z.dropFirst() { total -= log(sigmoid(Double(shift) - drawn)) }
        case .bpr:
            for drawn in z.dropFirst() { total -= log(sigmoid(z[0] - drawn)) }
        }
        return total
    }

    @Test("have the derivatives that finite differences have", arguments: losses, predictions)
    func derivatives(loss: ContrastiveLoss, predictions: [Float]) {
        let z = predictions.map(Double.init)
        var slopes = predictions
        let value = slopes.withUnsafeMutableBufferPointer { loss.differentiate($0) }
        let expected = self.loss(loss, z)
        #expect(abs(Double(value) - expected) <= 1e-5 * max(1, expected))
        for index in z.indices {
            var up = z, down = z
            up[index] += 1e-4
            down[index] -= 1e-4
            let difference = (self.loss(loss, up) - self.loss(loss, down)) / 2e-4
            #expect(abs(Double(slopes[index]) - difference) <= 1e-4)
        }
    }

    @Test("neither overflow nor vanish into NaN", arguments: losses, [Float(1e4), -1e4, 3e37, -3e37])
    func extreme(loss: ContrastiveLoss, prediction: Float) {
        var slopes = [prediction, -prediction]
        let value = slopes.withUnsafeMutableBufferPointer { loss.differentiate($0) }
        #expect(value.isFinite)
        #expect(slopes.allSatisfy { abs($0) <= 1 })
    }
}

@Suite("Logistic factorisation")
struct LogisticFactorizationTests {
    private func fit(_ values: [String: ParameterValue], _ matrix: InteractionMatrix) throws -> any FittedDetector {
        try LogisticFactorization(values).fit(matrix, .standard)
    }

    /// A table of pairs by rows, and log p(u,i) / (p(u) p(i)) of each of them.
    private func table(_ rows: [String]) -> (matrix: InteractionMatrix, information: [[Double?]]) {
        var accesses: [(Int, Int)] = []
        for (user, row) in rows.enumerated() {
            for (resource, mark) in row.enumerated() where mark == "x" { accesses.append((user, resource)) }
        }
        let information = rows.indices.map { user in
            rows[user].indices.enumerated().map { resource, index -> Double? in
                guard rows[user][index] == "x" else { return nil }
                let ofUser = accesses.count { $0.0 == user }, ofResource = accesses.count { $0.1 == resource }
                return log(Double(accesses.count) / Double(ofUser * ofResource))
            }
        }
        return (InteractionMatrix(accesses.map { access("u\($0.0)", "r\($0.1)") }), information)
    }

    @Test("learns the pointwise mutual information of pairs", arguments: [1, 5, 20])
    func mutualInformation(negatives: Int) throws {
        let (matrix, information) = table(["xxx....x", "xxx.....", ".xx.....", "...xxxxx", "...xx...", "...x.xx."])
        let fitted = try fit(
            [
                "rank": .integer(8), "regularization": .real(0), "negatives": .integer(negatives),
                "epochs": .integer(60_000 / (5 + negatives)), "learning_rate": .real(0.1),
            ], matrix)
        for (user, row) in information.enumerated() {
            for (resource, expected) in row.enumerated() {
                let prediction = try -fitted.scores(users: [Int32(user)], resources: [Int32(resource)])[0]
                if let expected {
                    #expect(abs(prediction - expected) <= 0.2, "u\(user), r\(resource)")
                } else {
                    #expect(prediction < -2, "u\(user), r\(resource)")
                }
            }
        }
    }

    @Test("expects nothing where users and resources are independent, however popular they are")
    func independent() throws {
        let accesses = (0..<20).flatMap { user in (0..<15).map { access("u\(user)", "r\($0)") } }
        let matrix = InteractionMatrix(accesses)
        let scores = try matrix.scores(of: fit([:], matrix))
        #expect(scores.values.allSatisfy { abs($0) < 0.05 })
    }

    /// Even users access the even resources and odd users the odd ones, but no user accesses the resource of its own
    /// number.
    @Test(
        "expects the withheld pairs of a checkerboard", arguments: ["logistic", "bpr"], ["popularity", "uniform"])
    func checkerboard(loss: String, sampling: String) throws {
        let size = 20
        var accesses = [access("u0", "r2")]
        for user in 0..<size {
            for resource in 0..<size where user % 2 == resource % 2 && user != resource {
                accesses.append(access("u\(user)", "r\(resource)"))
            }
        }
        let matrix = InteractionMatrix(accesses)
        let scores = try matrix.scores(
            of: fit(
                [
                    "rank": .integer(2), "regularization": .real(0.01), "loss": .string(loss),
                    "sampling": .string(sampling), "epochs": .integer(100),
                ], matrix))
        var withheld: [Double] = [], crossed: [Double] = []
        for user in 0..<size {
            for resource in 0..<size {
                let score = try #require(scores[["t", "u\(user)", "r\(resource)"]])
                if user == resource { withheld.append(score) }
                if user % 2 != resource % 2 { crossed.append(score) }
            }
        }
        let mostAnomalous = try #require(withheld.max()), leastAnomalous = try #require(crossed.min())
        #expect(mostAnomalous < leastAnomalous - 1)
    }

    @Test("gives a resource a bias of its own where the noise is uniform, and only there")
    func bias() throws {
        // One resource that all access, and one for each of them.
        let matrix = InteractionMatrix((0..<30).flatMap { [access("u\($0)", "common"), access("u\($0)", "r\($0)")] })
        func biases(_ sampling: String) throws -> (Matrix<Float>, Matrix<Float>) {
            let tensors = try fit(["rank": .integer(3), "sampling": .string(sampling)], matrix).tensors
            return (try #require(tensors["user_factors"]), try #require(tensors["resource_factors"]))
        }
        let (users, resources) = try biases("uniform")
        #expect(users.columns == 4)
        #expect((0..<users.rows).allSatisfy { users[$0, 3] == 1 })
        // The name sorts before the others.
        #expect((1..<resources.rows).allSatisfy { resources[0, 3] > resources[$0, 3] + 0.5 })
        #expect(try biases("popularity").0.columns == 3)
    }

    @Test("lowers the mean loss of an epoch", arguments: ["logistic", "bpr"])
    func descends(loss: String) throws {
        let matrix = InteractionMatrix(randomAccesses(users: 40, resources: 30, count: 300))
        var training = try LogisticFactorization(["loss": .string(loss), "regularization": .real(0.01)])
            .training(on: matrix, .standard)
        #expect(training.objective() == nil)
        var objectives: [Double] = []
        while !training.isFinished {
            try training.advance()
            objectives.append(try #require(training.objective()))
        }
        #expect(objectives.count == 30)
        let first = objectives.prefix(5).reduce(0, +), last = objectives.suffix(5).reduce(0, +)
        #expect(last < 0.95 * first)
    }

    @Test("has the same factors for one worker and for three", arguments: ["popularity", "uniform"])
    func workers(sampling: String) throws {
        let log = ["a", "b", "c", "d"].flatMap { randomAccesses(tenant: $0, users: 60, resources: 40, count: 500) }
        let matrix = InteractionMatrix(log)
        let three = FitContext(seed: FitContext.standard.seed, workers: Workers(3))
        let detector = try LogisticFactorization(["sampling": .string(sampling), "epochs": .integer(5)])
        #expect(try detector.fit(matrix, .standard).tensors == detector.fit(matrix, three).tensors)
    }

    @Test("draws other factors for another seed, and in each epoch other noise")
    func seeds() throws {
        let matrix = InteractionMatrix(randomAccesses())
        let first = try fit([:], matrix).tensors, second = try fit(["seed": .integer(1)], matrix).tensors
        #expect(first != second)
    }

    @Test("can be stopped between epochs")
    func cancelledLater() throws {
        let questions = Counter()
        let context = FitContext(seed: Seed(1), isCancelled: { questions.next() > 7 })
        #expect(throws: CancellationError.self) {
            try LogisticFactorization([:]).fit(InteractionMatrix(randomAccesses()), context)
        }
        #expect(questions.next() == 9)
    }
}
