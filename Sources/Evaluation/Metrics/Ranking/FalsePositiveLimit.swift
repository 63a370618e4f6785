import Statistics

/// The largest fraction of benign accesses that a threshold may flag.
struct FalsePositiveLimit: Hashable, Sendable {
    let rate: Double

    /// - Precondition: the rate is in 0...1, 0 excluded.
    init(_ rate: Double) {
        precondition(rate > 0 && rate <= 1, "a false-positive rate of \(rate)")
        self.rate = rate
    }

    /// The rate in a metric's name: `1_percent_fpr`.
    var name: String { percent + "_percent_fpr" }

    /// The rate in per cent: `0.1`.
    var percent: String {
        let percent = (rate * 1e8).rounded() / 1e6
        return percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
    }

    /// Undefined, where less than one benign case may be flagged; nil where there are enough of them, or none.
    func unresolved(by cases: RankedCases) -> MetricValue? {
        let negatives = cases.curve.negatives
        // The quotient is rounded as the literal of the rate is.
        guard negatives > 0, 1 / negatives > rate else { return nil }
        return .undefined("\(Int(negatives)) benign cases cannot resolve \(percent) % of them")
    }

    /// The hits and false alarms of the lowest threshold that keeps to the limit; a step of the curve.
    func step(of cases: RankedCases) -> (hits: Double, alarms: Double) {
        let curve = cases.curve
        var step = (hits: 0.0, alarms: 0.0)
        for index in curve.scores.indices {
            guard curve.falsePositives[index] / curve.negatives <= rate else { break }
            step = (curve.truePositives[index], curve.falsePositives[index])
        }
        return step
    }
}
