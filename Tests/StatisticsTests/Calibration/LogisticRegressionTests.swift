import Statistics
import Testing

@Suite("Logistic regression")
struct LogisticRegressionTests {
    struct Case: Decodable {
        let features: [Double]
        let positive: [Bool]
        let ridge: Double
        let weights: [Double]
        let intercept: Double
    }

    private static let cases: [Case] = Fixtures.read("logistic_regression")

    /// Made by Tests/Oracles/logistic_regression.py.
    @Test("has the weights of scikit-learn's", arguments: cases.indices)
    func fixtures(index: Int) throws {
        let item = Self.cases[index]
        let found = try LogisticRegression(features: item.features, positive: item.positive, ridge: item.ridge)
        #expect(isClose(found.intercept, item.intercept, within: 1e-6))
        #expect(found.weights.count == item.weights.count)
        for (one, other) in zip(found.weights, item.weights) { #expect(isClose(one, other, within: 1e-6)) }
    }

    @Test("has a solution where a threshold separates the classes")
    func separated() throws {
        let found = try LogisticRegression(
            features: [-2, -1, 1, 2], positive: [false, false, true, true], ridge: 1)
        #expect(found.weights[0] > 0)
        #expect(abs(found.intercept) < 1e-9)
        #expect(found.logOdds([3]) > found.logOdds([1]))
    }

    @Test("gives the log odds of the classes without a feature that says anything")
    func constant() throws {
        let found = try LogisticRegression(features: [0, 0, 0, 0], positive: [true, true, true, false], ridge: 1)
        #expect(found.weights == [0])
        // ln 3.
        #expect(abs(found.intercept - 1.098_612_288_668_11) < 1e-9)
    }

    @Test("refuses one class, nothing, and what is not finite")
    func refused() {
        #expect(throws: StatisticsError.self) { try LogisticRegression(features: [], positive: [], ridge: 1) }
        #expect(throws: StatisticsError.oneClass) {
            try LogisticRegression(features: [1, 2], positive: [true, true], ridge: 1)
        }
        #expect(throws: StatisticsError.self) {
            try LogisticRegression(features: [.nan, 2], positive: [true, false], ridge: 1)
        }
        #expect(throws: StatisticsError.self) {
            try LogisticRegression(features: [1, 2], positive: [true, false], ridge: 0)
        }
    }
}
