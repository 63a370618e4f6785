import Interactions

/// What the signals that go by accesses alone have learned: the same whatever model scores pairs.
package struct FittedContext: Sendable {
    /// By the index of the signal; nil for signals that go by pairs.
    let whole: [(any FittedSignal)?]
    /// The signals that go by pairs, which the model's scores are still to be given to.
    let pairs: [(early: any FittedSignal, whole: any FittedSignal)?]
    /// The evidence of the calibration windows, by the index of the signal; empty for signals that go by pairs.
    let later: [[Double]]
    let laterActivity: Activity

    /// - Throws: `CancellationError`.
    package init(_ detector: IncidentDetector, early: SignalHistory, later: Activity, whole: SignalHistory) throws {
        var fitted: [(any FittedSignal)?] = [], pairs: [(early: any FittedSignal, whole: any FittedSignal)?] = []
        var evidence: [[Double]] = []
        for type in detector.signals {
            try whole.checkCancellation()
            let first = try type.init().fit(early), second = try type.init().fit(whole)
            if type.usesPairs {
                fitted.append(nil)
                pairs.append((first, second))
                evidence.append([])
            } else {
                fitted.append(second)
                pairs.append(nil)
                evidence.append(try first.evidence(of: later))
            }
        }
        self.whole = fitted
        self.pairs = pairs
        self.later = evidence
        laterActivity = later
    }
}
