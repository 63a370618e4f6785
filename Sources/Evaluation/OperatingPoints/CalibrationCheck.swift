public import Statistics

/// How far the probabilities of a ``Calibration`` can be believed, by test cases.
public struct CalibrationCheck: Hashable, Sendable, Codable {
    /// The fraction of attacks among the cases that the probabilities were learned from.
    public let prevalence: Double
    /// The agreement of the probabilities with the test cases, by ``Calibration/Method``; a method that could not be
    /// fitted or checked is left out.
    public let reliability: [String: Reliability]
    public let tail: [Calibration.TailCheck]
    /// The fitted tail; nil where it could not be fitted.
    public let paretoTail: ParetoTail?

    /// The parameters of a `GeneralizedParetoTail`.
    public struct ParetoTail: Hashable, Sendable, Codable {
        public let threshold: Double
        public let shape: Double
        public let scale: Double
    }

    public init(
        prevalence: Double, reliability: [String: Reliability], tail: [Calibration.TailCheck], paretoTail: ParetoTail?
    ) {
        self.prevalence = prevalence
        self.reliability = reliability
        self.tail = tail
        self.paretoTail = paretoTail
    }

    /// - Throws: `StatisticsError/empty` without benign test cases.
    public init(of calibration: Calibration, on test: ScoredCases) throws(StatisticsError) {
        prevalence = calibration.prevalence
        var reliability: [String: Reliability] = [:]
        for method in Calibration.Method.allCases {
            reliability[method.rawValue] = try? calibration.reliability(of: method, on: test)
        }
        self.reliability = reliability
        tail = try calibration.tailChecks(on: test)
        paretoTail = (try? calibration.tail.get()).map {
            ParetoTail(threshold: $0.threshold, shape: $0.shape, scale: $0.scale)
        }
    }
}
