import ContractTesting
import Detectors
import Foundation
import Interactions
import Parameters
import Testing

/// Predictions for all pairs of a small matrix, by dense linear algebra in NumPy, SciPy and scikit-learn
/// (`Tests/Oracles/detectors.py`).
struct DetectorFixture: Decodable, Sendable {
    let parameters: [String: ParameterValue]
    /// The pairs of user and resource that were accessed.
    let pairs: [[Int]]
    /// Users by resources; higher is more expected.
    let predictions: [[Double]]

    static func read(_ algorithm: String) throws -> [DetectorFixture] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(algorithm).json")
        return try JSONDecoder().decode([DetectorFixture].self, from: Data(contentsOf: url))
    }

    /// The matrix of the pairs, users and resources in the order of their numbers.
    var matrix: InteractionMatrix {
        InteractionMatrix(pairs.map { access("u\(100 + $0[0])", "r\(100 + $0[1])") })
    }
}

@Suite("A detector's scores")
struct DetectorFixtureTests {
    static let algorithms = ["svd", "ease", "user-knn", "item-knn", "pagerank", "random-paths", "adamic-adar"]

    @Test("are minus the predictions of dense linear algebra", arguments: algorithms)
    func predictions(algorithm: String) throws {
        for fixture in try DetectorFixture.read(algorithm) {
            let matrix = fixture.matrix, pairs = matrix.allPairs
            let detector = try Detectors.standard.detector(algorithm, parameters: fixture.parameters)
            let scores = try detector.fit(matrix, .standard).scores(users: pairs.users, resources: pairs.resources)
            let expected = fixture.predictions.flatMap { $0 }
            try #require(scores.count == expected.count)
            // What is stored as Float32 has its precision; fixtures have ten decimals.
            let largest = try #require(expected.map { abs($0) }.max())
            let worst = zip(scores, expected).map { abs($0 + $1) }.max() ?? .infinity
            #expect(largest > 1e-3)
            #expect(worst <= 2e-6 * largest + 1e-9, "\(fixture.parameters)")
        }
    }

    /// Even users access the even resources and odd users the odd ones, but no user accesses the resource of its own
    /// number.
    @Test(
        "tell the withheld pairs of a checkerboard from the crossed ones",
        arguments: algorithms + ["users", "community"])
    func checkerboard(algorithm: String) throws {
        let detector: any Detector =
            switch algorithm {
            case "users": try EASE(["side": .string("users"), "regularization": .real(1)])
            case "community": try UserKNN(["peers": .string("community")])
            case "ease": try EASE(["regularization": .real(1)])
            case "svd": try SVD(["rank": .integer(2)])
            default: try Detectors.standard.detector(algorithm, parameters: [:])
            }
        let size = 20
        // One access across joins the two halves.
        var accesses = [access("u0", "r1")]
        for user in 0..<size {
            for resource in 0..<size where user % 2 == resource % 2 && user != resource {
                accesses.append(access("u\(user)", "r\(resource)"))
            }
        }
        let matrix = InteractionMatrix(accesses)
        let scores = try matrix.scores(of: try detector.fit(matrix, .standard))
        var withheld: [Double] = [], crossed: [Double] = []
        for user in 0..<size {
            for resource in 0..<size where (user, resource) != (0, 1) {
                let score = try #require(scores[["t", "u\(user)", "r\(resource)"]])
                if user == resource { withheld.append(score) }
                if user % 2 != resource % 2 { crossed.append(score) }
            }
        }
        let mostAnomalous = try #require(withheld.max()), leastAnomalous = try #require(crossed.min())
        #expect(mostAnomalous < 2 * leastAnomalous && mostAnomalous < 0)
    }
}
