import Statistics
import Testing

@Suite("A conformal p-value")
struct TailProbabilityTests {
    @Test("counts the benign scores that are as high", arguments: ConformalFixture.all)
    func oracle(fixture: ConformalFixture) throws {
        let tail = try TailProbability(benign: fixture.benign)
        for (score, expected) in zip(fixture.scores, fixture.probabilities) {
            #expect(isClose(tail(score), expected, within: 1e-15))
        }
    }

    @Test("is never 0, and refuses what is no score")
    func extremes() throws {
        let tail = try TailProbability(benign: [1, 2, 2, 3])
        #expect([0, 1, 2, 3, 4, .infinity].map { tail($0) } == [1, 1, 0.8, 0.4, 0.2, 0.2])
        #expect(tail(.nan).isNaN)
        #expect(throws: StatisticsError.empty) { try TailProbability(benign: []) }
        #expect(throws: StatisticsError.notANumber) { try TailProbability(benign: [.nan]) }
    }
}

@Suite("A generalised Pareto tail")
struct GeneralizedParetoTailTests {
    @Test("is the one that SciPy fits", arguments: ParetoTailFixture.all)
    func oracle(fixture: ParetoTailFixture) throws {
        let tail = try GeneralizedParetoTail(benign: fixture.benign, above: fixture.quantile)
        #expect(isClose(tail.threshold, fixture.threshold, within: 1e-12))
        #expect(isClose(tail.fractionAbove, fixture.fractionAbove, within: 1e-15))
        // Two simplices agree to about the root of the resolution of the likelihood.
        #expect(isClose(tail.shape, fixture.shape, within: 1e-6))
        #expect(isClose(tail.scale / fixture.scale, 1, within: 1e-6))
        for (score, expected) in zip(fixture.scores, fixture.tailProbabilities) {
            #expect(isClose(tail.tailProbability(of: score), expected, within: 1e-4 * expected))
        }
        for (probability, expected) in zip(fixture.probabilities, fixture.thresholds) {
            let threshold = try tail.threshold(forTailProbability: probability)
            #expect(isClose(threshold / expected, 1, within: 1e-4))
            #expect(isClose(tail.tailProbability(of: threshold) / probability, 1, within: 1e-9))
        }
    }

    @Test("moves and stretches with the scores", arguments: [1e-6, 1, 1e9])
    func equivariant(factor: Double) throws {
        let fixture = ParetoTailFixture.all[0]
        let tail = try GeneralizedParetoTail(benign: fixture.benign.map { factor * ($0 + 3) })
        #expect(isClose(tail.shape, fixture.shape, within: 1e-5))
        #expect(isClose(tail.scale / factor, fixture.scale, within: 1e-5))
    }

    @Test("falls from the fraction above the threshold, and counts below it")
    func shape() throws {
        let benign = ParetoTailFixture.all[2].benign
        let tail = try GeneralizedParetoTail(benign: benign)
        #expect(tail.tailProbability(of: -.infinity) == 1)
        #expect(tail.tailProbability(of: benign.min() ?? 0) == 1 - 1 / Double(benign.count))
        #expect(tail.tailProbability(of: tail.threshold) == tail.fractionAbove)
        #expect(tail.tailProbability(of: .nan).isNaN)
        // A negative shape has an end.
        let end = tail.threshold - tail.scale / tail.shape
        #expect(tail.tailProbability(of: end - 1e-3) > 0)
        #expect(tail.tailProbability(of: end + 1e-3) == 0 && tail.tailProbability(of: .infinity) == 0)
        #expect(try tail.threshold(forTailProbability: tail.fractionAbove) == tail.threshold)
        for probability in [0, -1, tail.fractionAbove * 1.01, .nan] {
            #expect(throws: StatisticsError.self) { try tail.threshold(forTailProbability: probability) }
        }
    }

    @Test("needs thirty varied, finite scores above the threshold, and no abrupt end")
    func impossible() {
        #expect(throws: StatisticsError.tooFew(needed: 30, found: 29)) {
            try GeneralizedParetoTail(benign: (0..<580).map(Double.init))
        }
        #expect(throws: StatisticsError.tooFew(needed: 30, found: 0)) { try GeneralizedParetoTail(benign: []) }
        #expect(throws: StatisticsError.noVariation) {
            try GeneralizedParetoTail(benign: (0..<1_000).map { $0 < 960 ? 0 : 1 })
        }
        #expect(throws: StatisticsError.infinite) { try GeneralizedParetoTail(benign: [1, .infinity]) }
        #expect(throws: StatisticsError.notANumber) { try GeneralizedParetoTail(benign: [1, .nan]) }
        #expect(throws: StatisticsError.self) { try GeneralizedParetoTail(benign: [1, 2], above: 1) }
        // Scores that are uniform have ξ = −1, where the likelihood grows without bound.
        #expect(throws: StatisticsError.self) { try GeneralizedParetoTail(benign: (0..<2_000).map(Double.init)) }
    }
}

/// Benign scores with the conformal p-values of others.
struct ConformalFixture: Decodable, Sendable {
    static let all: [ConformalFixture] = Fixtures.read("conformal")

    let benign: [Double]
    let scores: [Double]
    let probabilities: [Double]
}

/// Benign scores with SciPy's fit of their tail.
struct ParetoTailFixture: Decodable, Sendable {
    static let all: [ParetoTailFixture] = Fixtures.read("pareto-tail")

    let benign: [Double]
    let quantile: Double
    let threshold: Double
    let fractionAbove: Double
    let shape: Double
    let scale: Double
    let scores: [Double]
    let tailProbabilities: [Double]
    let probabilities: [Double]
    /// The scores of these tail probabilities.
    let thresholds: [Double]

    private enum CodingKeys: String, CodingKey {
        case benign, quantile, threshold, shape, scale, scores, tailProbabilities, probabilities, thresholds
        case fractionAbove = "shareAbove"
    }
}
