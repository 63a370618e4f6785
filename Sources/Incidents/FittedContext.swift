import Interactions

/// What the signals that go by accesses alone have learned: the same whatever model scores pairs.
package struct FittedContext: Sendable {
    /// In the order of the signals.
    let signals: [Learned]
    let laterActivity: Activity

    /// What a signal has learned.
    enum Learned: Sendable {
        /// From accesses alone: fitted to all days, with its evidence of the calibration windows.
        case accesses(any FittedSignal, later: [Double])
        /// One that goes by pairs, whose evidence depends on scores that a model has yet to give.
        case pairs(early: any FittedSignal, whole: any FittedSignal)

        /// Fitted to all days.
        var whole: any FittedSignal {
            switch self {
            case .accesses(let whole, _), .pairs(_, let whole): whole
            }
        }

        /// The evidence of the calibration windows.
        ///
        /// - Parameter activity: these windows, with how surprising pairs are.
        func evidence(of activity: Activity) throws -> [Double] {
            switch self {
            case .accesses(_, let later): later
            case .pairs(let early, _): try early.evidence(of: activity)
            }
        }
    }

    /// - Throws: `CancellationError`.
    package init(_ detector: IncidentDetector, early: SignalHistory, later: Activity, whole: SignalHistory) throws {
        signals = try detector.signals.map { type in
            try whole.checkCancellation()
            let first = try type.init().fit(early), second = try type.init().fit(whole)
            return type.usesPairs
                ? .pairs(early: first, whole: second) : .accesses(second, later: try first.evidence(of: later))
        }
        laterActivity = later
    }
}
