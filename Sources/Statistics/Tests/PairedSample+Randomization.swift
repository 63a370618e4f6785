extension PairedSample {
    /// The largest number of untied pairs of which all swaps are tried.
    private static let enumeratedPairs = 16

    /// R. A. Fisher's randomisation test of the mean difference: how often is it as large if the two sides of each
    /// pair — the results of two runs for one cluster — are exchanged at random ("The design of experiments", 1935)?
    ///
    /// All 2ⁿ swaps of up to 16 untied pairs. Above, a sample of swaps, whose p-value (b + 1)/(m + 1) counts the
    /// observed one and cannot be 0 (Phipson and Smyth, "Permutation p-values should never be zero", 2010).
    /// The statistic is the mean difference.
    ///
    /// - Parameter isCancelled: asked before every swap of all pairs; once it is true, the result means nothing.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for no swaps.
    public func randomizationTest(
        swaps: Int = 10_000, seed: Seed, unless isCancelled: () -> Bool = { false }
    ) throws(StatisticsError) -> TestResult {
        guard swaps > 0 else { throw .outOfRange("\(swaps) swaps") }
        let sizes = differences.filter { $0 != 0 }.map(abs)
        let observed = differences.reduce(0, +), whole = sizes.reduce(0, +)
        // Swaps that give the same sum in another order of addition count as equal to it.
        let extreme = abs(observed) - 1e-12 * whole - resolution
        let mean = observed / Double(count)
        if sizes.count <= Self.enumeratedPairs {
            let all = 1 << sizes.count
            let asExtreme = (0..<all).count { signs in
                var sum = 0.0
                for (index, size) in sizes.enumerated() { sum += signs >> index & 1 == 0 ? size : -size }
                return abs(sum) >= extreme
            }
            return TestResult(
                statistic: mean, pValue: Double(asExtreme) / Double(all), smallestPValue: min(1, 2 / Double(all)),
                method: "randomisation, all swaps, n = \(sizes.count)")
        }
        let random = RandomStream(seed: seed.derived("randomisation"))
        var asExtreme = 1
        for _ in 0..<swaps {
            if isCancelled() { break }
            let sum = sizes.reduce(0) { random.uniform() < 0.5 ? $0 + $1 : $0 - $1 }
            if abs(sum) >= extreme { asExtreme += 1 }
        }
        return TestResult(
            statistic: mean, pValue: Double(asExtreme) / Double(swaps + 1), smallestPValue: 1 / Double(swaps + 1),
            method: "randomisation, \(swaps) swaps, n = \(sizes.count)")
    }
}
