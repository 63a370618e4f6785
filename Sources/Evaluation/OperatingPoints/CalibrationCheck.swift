package import Statistics

/// How far the probabilities of a ``Calibration`` can be believed, by test cases.
package struct CalibrationCheck: Hashable, Sendable, Codable {
    /// The fraction of attacks among the cases that the probabilities were learned from.
    package let prevalence: Double
    /// The agreement of the probabilities with the test cases, by ``Calibration/Method``; a method that could not be
    /// fitted or checked is left out.
    package let reliability: [String: Reliability]
    package let tail: [Calibration.TailCheck]
    /// The fitted tail; nil where it could not be fitted.
    package let paretoTail: ParetoTail?

    /// The parameters of a `GeneralizedParetoTail`.
    package struct ParetoTail: Hashable, Sendable, Codable {
        package let threshold: Double
        package let shape: Double
        package let scale: Double
    }

    package init(
        prevalence: Double, reliability: [String: Reliability], tail: [Calibration.TailCheck], paretoTail: ParetoTail?
    ) {
        self.prevalence = prevalence
        self.reliability = reliability
        self.tail = tail
        self.paretoTail = paretoTail
    }

    /// - Throws: `StatisticsError/empty` without benign test cases.
    package init(of calibration: Calibration, on test: ScoredCases) throws(StatisticsError) {
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
