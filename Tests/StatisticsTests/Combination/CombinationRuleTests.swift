import Foundation
import Statistics
import Testing

@Suite("A rule that combines tail probabilities")
struct CombinationRuleTests {
    static let rules: [any CombinationRule.Type] = [
        Brown.self, Fisher.self, Stouffer.self, CauchyCombination.self, TruncatedProduct.self, SmallestTail.self,
        HarmonicMean.self,
    ]

    @Test("gives what SciPy gives for independent signals", arguments: CombinationFixture.all)
    func oracle(fixture: CombinationFixture) throws {
        let evidence = fixture.tails.map { -log10($0) }
        func check(_ type: any CombinationRule.Type, _ expected: Double) throws {
            let tail = pow(10, -(try type.init(fittedTo: [])).combined(evidence))
            #expect(isClose(tail / expected, 1, within: 1e-8), "\(type.id): \(tail), not \(expected)")
        }
        try check(Fisher.self, fixture.fisher)
        try check(Stouffer.self, fixture.stouffer)
        try check(SmallestTail.self, fixture.smallest)
        try check(CauchyCombination.self, fixture.cauchy)
        try check(TruncatedProduct.self, fixture.truncatedProduct)
    }

    @Test("knows how signals go together where it learns that", arguments: CorrelatedFixture.all)
    func correlations(fixture: CorrelatedFixture) throws {
        let combined = try Stouffer(fittedTo: fixture.benign).combined(fixture.tails.map { -log10($0) })
        #expect(isClose(pow(10, -combined) / fixture.combined, 1, within: 1e-6))
    }

    @Test("says nothing where no signal does, and is finite where all are certain", arguments: rules.indices)
    func extremes(rule: Int) throws {
        let rule = try Self.rules[rule].init(fittedTo: [])
        #expect(rule.combined([]) == 0)
        #expect(rule.combined([300, 300, 300, 300, 300, 300, 300]).isFinite)
        #expect(rule.combined([300, 0, 0]) > 50)
        #expect(rule.combined([0, 0, 0]) >= 0)
    }

    @Test("never falls as the evidence of a signal rises", arguments: rules.indices)
    func monotone(rule: Int) throws {
        let rule = try Self.rules[rule].init(fittedTo: [])
        let combined = stride(from: 0, through: 20, by: 0.25).map { rule.combined([$0, 1, 0.2]) }
        #expect(zip(combined, combined.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 })
    }
}

@Suite("The tail of a negative binomial count")
struct NegativeBinomialTests {
    @Test("is SciPy's, of counts and of sums of so many exponential variates", arguments: CountTailFixture.all)
    func oracle(fixture: CountTailFixture) {
        let tail = NegativeBinomial.upperTail(of: fixture.count, mean: fixture.mean, shape: fixture.shape)
        #expect(isClose(tail / fixture.tail, 1, within: 1e-6))
        let sum = NegativeBinomial.upperTail(
            ofExponentialSum: fixture.sum, mean: fixture.mean, shape: fixture.shape)
        #expect(isClose(sum / fixture.sumTail, 1, within: 1e-6))
    }
}

struct CombinationFixture: Decodable, Sendable {
    let tails: [Double]
    let fisher: Double
    let stouffer: Double
    let smallest: Double
    let cauchy: Double
    let truncatedProduct: Double

    static let all: [CombinationFixture] = Fixtures.read("combinations")
}

struct CorrelatedFixture: Decodable, Sendable {
    let benign: [[Double]]
    let tails: [Double]
    let combined: Double

    static let all: [CorrelatedFixture] = Fixtures.read("correlated-combinations")
}

struct CountTailFixture: Decodable, Sendable {
    let count: Int
    let mean: Double
    let shape: Double
    let tail: Double
    let sum: Double
    let sumTail: Double

    static let all: [CountTailFixture] = Fixtures.read("count-tails")
}
