/// How well probabilities agree with what happened.
public struct Reliability: Hashable, Sendable, Codable {
    /// Cases whose probabilities lie in one of several intervals of equal width, the lower end included.
    public struct Bin: Hashable, Sendable, Codable {
        /// The number of cases in the bin.
        public let cases: Int
        /// The mean of their probabilities.
        public let meanProbability: Double
        /// The fraction of positives, with Wilson's interval.
        public let positives: Estimate

        /// A bin that was measured before.
        public init(cases: Int, meanProbability: Double, positives: Estimate) {
            self.cases = cases
            self.meanProbability = meanProbability
            self.positives = positives
        }
    }

    /// The bins that hold cases, ascending: the reliability curve.
    public let bins: [Bin]
    /// The mean squared difference of probability and label (G. W. Brier, Monthly Weather Review 78, 1950).
    public let brierScore: Double
    /// Σ (cases in bin / cases) · |fraction of positives − mean probability| (Naeini, Cooper and Hauskrecht, "Obtaining
    /// well calibrated probabilities using Bayesian binning", AAAI 2015).
    public let expectedCalibrationError: Double

    /// A reliability that was measured before.
    public init(bins: [Bin], brierScore: Double, expectedCalibrationError: Double) {
        self.bins = bins
        self.brierScore = brierScore
        self.expectedCalibrationError = expectedCalibrationError
    }

    /// - Throws: ``StatisticsError/empty``, ``StatisticsError/notANumber``, or ``StatisticsError/outOfRange(_:)`` for a
    ///   value outside 0...1 or no bins.
    /// - Precondition: one label for each probability.
    public init(probabilities: [Double], positive: [Bool], bins count: Int = 10) throws(StatisticsError) {
        precondition(probabilities.count == positive.count)
        guard !probabilities.isEmpty else { throw .empty }
        guard count > 0 else { throw .outOfRange("\(count) bins") }
        var counts = [Int](repeating: 0, count: count), hits = counts
        var sums = [Double](repeating: 0, count: count), squares = 0.0
        for (probability, positive) in zip(probabilities, positive) {
            guard !probability.isNaN else { throw .notANumber }
            guard (0...1).contains(probability) else { throw .outOfRange("the probability \(probability)") }
            let bin = min(count - 1, Int(probability * Double(count))), error = probability - (positive ? 1 : 0)
            counts[bin] += 1
            hits[bin] += positive ? 1 : 0
            sums[bin] += probability
            squares += error * error
        }
        let all = Double(probabilities.count)
        var bins: [Bin] = [], calibration = 0.0
        for bin in 0..<count where counts[bin] > 0 {
            let mean = sums[bin] / Double(counts[bin])
            let positives = try Estimate.proportion(hits[bin], of: counts[bin])
            bins.append(Bin(cases: counts[bin], meanProbability: mean, positives: positives))
            calibration += Double(counts[bin]) / all * abs(positives.value - mean)
        }
        self.bins = bins
        brierScore = squares / all
        expectedCalibrationError = calibration
    }
}
