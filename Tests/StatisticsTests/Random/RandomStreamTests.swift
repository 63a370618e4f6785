import Foundation
import Statistics
import Testing

/// A statistic of *n* draws is accepted within five of its standard deviations.
@Suite("A random stream")
struct RandomStreamTests {
    private let random = RandomStream(seed: Seed(11))
    private let draws = 20_000

    /// The mean and the variance of draws.
    private func moments(_ draw: () -> Double) -> (mean: Double, variance: Double) {
        let values = (0..<draws).map { _ in draw() }
        let mean = values.reduce(0, +) / Double(draws)
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws))
    }

    /// Five standard deviations of a mean of draws with a variance.
    private func tolerance(variance: Double) -> Double {
        5 * (variance / Double(draws)).squareRoot()
    }

    @Test("repeats itself for the same seed, and only for it")
    func repeatable() {
        let variates = [5, 5, 6].map { (seed: UInt64) in
            let random = RandomStream(seed: Seed(seed))
            return (0..<20).map { _ in random.uniform() }
        }
        #expect(variates[0] == variates[1])
        #expect(variates[0] != variates[2])
    }

    @Test("depends on both halves of its seed")
    func halves() {
        let first = [0, 1, 1 << 32, 1 << 40].map { RandomStream(seed: Seed($0)).uniform() }
        #expect(Set(first).count == first.count)
    }

    @Test("draws uniform variates from [0, 1)")
    func uniform() {
        let moments = moments {
            let variate = random.uniform()
            #expect((0..<1).contains(variate))
            return variate
        }
        #expect(isClose(moments.mean, 0.5, within: tolerance(variance: 1.0 / 12)))
        // The variance of (U − ½)² is 1/80 − 1/144.
        #expect(isClose(moments.variance, 1.0 / 12, within: tolerance(variance: 1.0 / 180)))
    }

    @Test("draws normal variates of the mean and the deviation asked for")
    func gaussian() {
        let moments = moments { random.gaussian(mean: -2, standardDeviation: 3) }
        #expect(isClose(moments.mean, -2, within: tolerance(variance: 9)))
        // The variance of a squared normal variate is 2σ⁴.
        #expect(isClose(moments.variance, 9, within: tolerance(variance: 162)))
    }

    @Test("draws log-normal variates whose logarithm is normal")
    func logNormal() {
        let moments = moments { log(random.logNormal(zeta: 1, sigma: 0.5)) }
        #expect(isClose(moments.mean, 1, within: tolerance(variance: 0.25)))
        #expect(isClose(moments.variance, 0.25, within: tolerance(variance: 0.125)))
    }

    @Test("draws Poisson variates whose mean is their variance", arguments: [0.3, 4, 40])
    func poisson(mean: Double) {
        let moments = moments { Double(random.poisson(mean: mean)) }
        #expect(isClose(moments.mean, mean, within: tolerance(variance: mean)))
        // The fourth central moment is μ + 3μ².
        #expect(isClose(moments.variance, mean, within: tolerance(variance: mean + 2 * mean * mean)))
    }

    @Test("says yes as often as asked", arguments: [0, 0.2, 1])
    func bernoulli(probability: Double) {
        let moments = moments { random.bernoulli(probability) ? 1 : 0 }
        #expect(isClose(moments.mean, probability, within: tolerance(variance: probability * (1 - probability))))
    }

    @Test("draws every index below a bound equally often")
    func index() {
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<draws { counts[random.index(below: 7)] += 1 }
        for count in counts {
            #expect(isClose(Double(count) / Double(draws), 1.0 / 7, within: tolerance(variance: 6.0 / 49)))
        }
    }

    @Test("shuffles into every order equally often")
    func shuffle() {
        var counts: [[Int]: Int] = [:]
        for _ in 0..<draws {
            var elements = [0, 1, 2, 3]
            random.shuffle(&elements)
            counts[elements, default: 0] += 1
        }
        #expect(counts.count == 24)
        for count in counts.values {
            #expect(isClose(Double(count) / Double(draws), 1.0 / 24, within: tolerance(variance: 23.0 / 576)))
        }
    }

    @Test("leaves lists of none and one as they are")
    func shortLists() {
        for list in [[], [1]] {
            var shuffled = list
            random.shuffle(&shuffled)
            #expect(shuffled == list)
        }
    }
}
