import Interactions
import Statistics

/// What an ``IncidentDetector`` has learned: it says of windows how unusual they are.
package struct IncidentModel: Sendable {
    /// The signals that speak, in the order of an incident's evidence.
    package let detector: IncidentDetector
    /// What they said of the calibration windows, from which everything else that is kept of them follows.
    package let sample: CalibrationSample
    private let signals: [any FittedSignal]
    private let combination: EvidenceCombination
    private let surprise: PairSurprise?
    /// The incidents of the calibration windows: what is to be expected where nothing is known to be wrong.
    package let benign: RecentIncidents
    /// The incidents that are open at the end of training.
    private let course: IncidentCourse

    /// - Parameters:
    ///   - context: learned from the same histories.
    ///   - early: with a model that learned from its accesses alone.
    ///   - whole: likewise.
    /// - Throws: `StatisticsError` where there is too little to learn from; `CancellationError`; what scoring throws.
    package init(
        _ detector: IncidentDetector, _ context: FittedContext, early: SignalHistory, whole: SignalHistory
    ) throws {
        var later = context.laterActivity
        // Where no known account met a new resource there is nothing to learn choices from: pairs then surprise nobody.
        let first = detector.usesPairs ? try PairSurprise(learningFrom: &later, after: early) : nil
        try self.init(
            detector,
            CalibrationSample(
                windows: later.windows.windows.map { CalibrationSample.Window(user: $0.user, day: $0.day) },
                evidence: context.signals.map { try $0.evidence(of: later) }, pairs: first?.learned),
            signals: context.signals.map(\.whole), surprise: first?.after(whole))
    }

    /// A model that was fitted before.
    ///
    /// - Parameters:
    ///   - sample: what its signals said of the calibration windows.
    ///   - whole: the history that it learned from, with the same model of pairs.
    /// - Throws: `StatisticsError` for evidence that is not finite; `CancellationError`.
    package init(_ detector: IncidentDetector, restoring sample: CalibrationSample, after whole: SignalHistory) throws {
        try self.init(
            detector, sample,
            signals: detector.signals.map { type in
                try whole.checkCancellation()
                return try type.init().fit(whole)
            },
            surprise: sample.pairs.map { PairSurprise($0, after: whole) })
    }

    private init(
        _ detector: IncidentDetector, _ sample: CalibrationSample, signals: [any FittedSignal], surprise: PairSurprise?
    ) throws {
        self.detector = detector
        self.sample = sample
        self.signals = signals
        self.surprise = surprise
        combination = try EvidenceCombination(of: detector, fittedTo: sample.evidence)
        (benign, course) = Self.end(of: sample, combination)
    }

    /// How unusual windows are that follow the history.
    ///
    /// What an account does within a week joins its earlier incident, unless there is more evidence.
    ///
    /// - Parameter joiningTraining: whether incidents at the end of training count as such an earlier one.
    /// - Throws: `CancellationError`; what scoring throws.
    package func incidents(of activity: Activity, joiningTraining: Bool = false) throws -> [Incident] {
        let activity = try surprising(activity)
        let evidence = try signals.map { try $0.evidence(of: activity) }
        var course = joiningTraining ? self.course : IncidentCourse()
        return activity.windows.windows.indices.map { index in
            let window = activity.windows.windows[index]
            let (each, together) = combination.combined(evidence.map { $0[index] })
            return Incident(
                window: window, signals: each, evidence: together,
                joinsEarlier: course.joins(user: window.user, day: window.day, evidence: together))
        }
    }

    /// What each signal found in some windows, in the order of the signals; nil where a signal has nothing to say.
    ///
    /// - Parameter windows: indices of windows of the activity.
    /// - Throws: as ``incidents(of:)``.
    package func findings(in windows: [Int], of activity: Activity) throws -> [[Finding?]] {
        let activity = try surprising(activity)
        let bySignal = try signals.map { try $0.findings(in: windows, of: activity) }
        return windows.indices.map { index in bySignal.map { $0[index] } }
    }

    /// How training ended. Of its first calibration day nothing is told: there all incidents are new, and none joins an
    /// earlier one.
    private static func end(
        of sample: CalibrationSample, _ combination: EvidenceCombination
    ) -> (RecentIncidents, IncidentCourse) {
        let days = sample.days.count > enoughDays ? sample.days.dropFirst() : sample.days
        var course = IncidentCourse(), recent = RecentIncidents(days: days)
        for (index, window) in sample.windows.enumerated() {
            let together = combination.combined(sample.evidence.map { $0[index] }).together
            if !course.joins(user: window.user, day: window.day, evidence: together), days.contains(window.day) {
                recent.add(evidence: together, on: window.day)
            }
        }
        return (recent, course)
    }

    /// The calibration days of which one can be left out.
    private static let enoughDays = 4

    /// An activity with how surprising its new pairs are, so that it need not be found out anew for each question.
    ///
    /// - Throws: `CancellationError`; what scoring throws.
    package func surprising(_ activity: Activity) throws -> Activity {
        guard let surprise, activity.surprise == nil else { return activity }
        var activity = activity
        activity.surprise = try surprise.surprise(of: activity)
        return activity
    }
}
