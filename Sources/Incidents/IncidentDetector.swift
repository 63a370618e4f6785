import Foundation
import Interactions
package import Statistics

/// What makes incidents of accesses: signals, and a rule that makes one tail probability of those of a family. Families are
/// joined by the harmonic mean.
package struct IncidentDetector: Sendable {
    /// The signals, in the order in which their evidence stands in an ``Incident``.
    package let signals: [any Signal.Type]
    /// How the signals of a family are combined.
    package let rule: any CombinationRule.Type

    package init(signals: [any Signal.Type], rule: any CombinationRule.Type) {
        self.signals = signals
        self.rule = rule
    }

    /// Whether a signal goes by how surprising pairs are to a model.
    package var usesPairs: Bool { signals.contains { $0.usesPairs } }

    /// The days of a history that signals do not learn from at first: on them, with the accesses of the days before, is
    /// measured what their evidence is worth. A quarter of the days, and at least one.
    package static func calibrationDays(of days: Range<Int>) -> Range<Int> {
        max(days.lowerBound, days.upperBound - max(1, days.count / 4))..<days.upperBound
    }

    /// Learns what is usual, and what evidence is worth.
    ///
    /// - Parameters:
    ///   - early: the days before ``calibrationDays(of:)``, with a model that learned from them alone.
    ///   - later: the windows of those days.
    ///   - whole: all days, with a model that learned from all.
    /// - Throws: `StatisticsError` where there is too little to learn from; `CancellationError`; what scoring throws.
    package func fit(early: SignalHistory, later: Activity, whole: SignalHistory) throws -> IncidentModel {
        try IncidentModel(
            self, FittedContext(self, early: early, later: later, whole: whole), early: early, whole: whole)
    }
}

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

/// What an ``IncidentDetector`` has learned: it says of windows how unusual they are.
package struct IncidentModel: Sendable {
    private let signals: [any FittedSignal]
    private let calibrations: [EvidenceCalibration]
    /// The indices of the signals of each family, and the rule that combines them.
    private let families: [(signals: [Int], rule: any CombinationRule)]
    /// What the evidence of all signals together is worth.
    private let final: EvidenceCalibration
    private let surprise: PairSurprise?

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
        if detector.usesPairs, let first = try PairSurprise(learningFrom: later, after: early) {
            later.surprise = try first.surprise(of: later)
            surprise = first.after(whole)
        } else {
            surprise = nil
        }
        let evidence = try detector.signals.indices.map { index in
            try context.pairs[index].map { try $0.early.evidence(of: later) } ?? context.later[index]
        }
        signals = detector.signals.indices.compactMap { context.whole[$0] ?? context.pairs[$0]?.whole }
        let calibrations = evidence.map(EvidenceCalibration.init(benign:))
        let families: [(signals: [Int], rule: any CombinationRule)] = try SignalFamily.allCases.compactMap { family in
            let members = detector.signals.indices.filter { detector.signals[$0].family == family }
            guard !members.isEmpty else { return nil }
            let benign = (0..<later.count).map { window in
                members.map { calibrations[$0].calibrated(evidence[$0][window]) }
            }
            return (members, try detector.rule.init(fittedTo: benign))
        }
        self.families = families
        self.calibrations = calibrations
        final = EvidenceCalibration(
            benign: (0..<later.count).map { window in
                HarmonicMean.combined(
                    families.map { family in
                        family.rule.combined(
                            family.signals.map { calibrations[$0].calibrated(evidence[$0][window]) })
                    })
            })
    }

    /// How unusual windows are that follow the history.
    ///
    /// What an account does within a week joins its earlier incident, unless there is more evidence.
    ///
    /// - Throws: `CancellationError`; what scoring throws.
    package func incidents(of activity: Activity) throws -> [Incident] {
        var activity = activity
        if let surprise { activity.surprise = try surprise.surprise(of: activity) }
        let evidence = try signals.map { try $0.evidence(of: activity) }
        var highest: [Int32: (day: Int, evidence: Double)] = [:]
        return activity.windows.windows.indices.map { index in
            let window = activity.windows.windows[index]
            let calibrated = signals.indices.map { calibrations[$0].calibrated(evidence[$0][index]) }
            let combined = final.calibrated(
                HarmonicMean.combined(
                    families.map { family in family.rule.combined(family.signals.map { calibrated[$0] }) }))
            let earlier = highest[window.user]
            let before = earlier.map { window.day - $0.day < Self.daysOfIncident ? $0.evidence : 0 } ?? 0
            if combined > before { highest[window.user] = (window.day, combined) }
            return Incident(
                window: window, signals: calibrated, evidence: combined,
                joinsEarlier: before >= Self.leastOfIncident && combined <= before)
        }
    }

    /// The evidence from which on later days are looked at as parts of one incident: one window in two hundred has it.
    private static let leastOfIncident = -log10(0.005)
    /// How long an incident lasts, the day with the most evidence included.
    private static let daysOfIncident = 7
}
