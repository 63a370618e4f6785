import Foundation
import Statistics
import Testing

@Suite("The estimate of a mean")
struct EstimateTests {
    @Test("has the t interval that SciPy gives", arguments: SampleFixture.all)
    func interval(fixture: SampleFixture) throws {
        let estimate = try #require(Estimate.mean(of: fixture.values, level: fixture.level))
        #expect(isClose(estimate.value, fixture.mean, within: 1e-10))
        #expect(isClose(estimate.interval?.lowerBound, fixture.interval[0], within: 1e-8))
        #expect(isClose(estimate.interval?.upperBound, fixture.interval[1], within: 1e-8))
        #expect(isClose(Estimate.standardError(of: fixture.values), fixture.standardError, within: 1e-10))
        #expect(estimate.method == "t, 90 %, n = \(fixture.values.count)")
    }

    @Test("does not exist without values")
    func empty() {
        #expect(Estimate.mean(of: []) == nil)
    }

    @Test("of a single value has no interval, and says why")
    func single() throws {
        let estimate = try #require(Estimate.mean(of: [4]))
        #expect(estimate.value == 4)
        #expect(estimate.interval == nil)
        #expect(estimate.method == "no interval from a single value")
        #expect(Estimate.standardError(of: [4]) == 0)
    }

    @Test("of equal values has no interval, which would have no width")
    func constant() {
        let estimate = Estimate.mean(of: [2, 2, 2])
        #expect(estimate?.value == 2)
        #expect(estimate?.interval == nil)
        #expect(estimate?.method == "no interval: the 3 values are equal")
    }

    @Test(
        "has no interval where the values, or what they vary by, are no finite numbers",
        arguments: [[.infinity, 1], [-.infinity, .infinity], [.nan, 1], [1e308, -1e308], [1e308, 1e308, -1e308]])
    func unbounded(values: [Double]) throws {
        let estimate = try #require(Estimate.mean(of: values))
        #expect(estimate.interval == nil)
        #expect(estimate.method.hasPrefix("no interval: "))
    }
}

@Suite("The quantiles of a sample")
struct QuantileTests {
    @Test("are those of NumPy", arguments: SampleFixture.all)
    func oracle(fixture: SampleFixture) throws {
        let quantiles = try #require(Quantiles(of: fixture.values))
        for (probability, expected) in zip(fixture.probabilities, fixture.quantiles) {
            #expect(isClose(quantiles(probability), expected, within: 1e-12))
        }
    }

    @Test("are all the value where there is only one")
    func single() throws {
        let quantiles = try #require(Quantiles(of: [3]))
        #expect([0, 0.3, 1].map { quantiles($0) } == [3, 3, 3])
    }

    @Test("do not exist without values")
    func empty() {
        #expect(Quantiles(of: []) == nil)
    }

    @Test(
        "is the same after it was written and read, with its method or the reason why it has no interval",
        arguments: [
            Estimate(value: 0.1 + 0.2, interval: 0.25...0.5, method: "t, 95 %, n = 3"),
            Estimate(value: -3, interval: -.infinity...0, method: "order statistics"),
            .withoutInterval(1e300, because: "the replicates do not vary"),
            Estimate(value: .infinity, interval: nil, method: "no interval from a single value"),
        ])
    func coded(estimate: Estimate) throws {
        let encoder = JSONEncoder(), decoder = JSONDecoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let data = try encoder.encode(estimate)
        #expect(try decoder.decode(Estimate.self, from: data) == estimate)
        let keys = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any]).keys
        #expect(Set(keys) == (estimate.interval == nil ? ["value", "reason"] : ["value", "interval", "method"]))
    }

    @Test(
        "is not read where its parts do not fit",
        arguments: [
            #"{"value": 1, "interval": [2, 1], "method": "t"}"#, #"{"value": 1, "interval": [0, 2]}"#,
            #"{"value": 1, "interval": [0], "method": "t"}"#, #"{"value": 1}"#, #"{"reason": "no interval"}"#,
        ])
    func damaged(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Estimate.self, from: Data(text.utf8)) }
    }
}

/// A sample with its t interval for the mean (SciPy) and its quantiles (NumPy).
struct SampleFixture: Decodable, Sendable {
    static let all: [SampleFixture] = Fixtures.read("samples")

    let values: [Double]
    let mean: Double
    let level: Double
    let interval: [Double]
    let standardError: Double
    let probabilities: [Double]
    let quantiles: [Double]
}
