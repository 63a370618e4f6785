import Foundation
import Interactions
import Statistics

/// How surprising each new pair is: the tail probability of its resource among those that its account may turn to,
/// calibrated by pairs that a model had not seen.
struct PairSurprise: Sendable {
    private let choice: ResourceChoice
    private let calibration: EvidenceCalibration
    private let alternatives: ResourceChoice.Alternatives
    private let history: SignalHistory

    /// Learns from the new pairs that followed a history.
    ///
    /// - Throws: `StatisticsError` where there is no such pair of a known account and a known resource;
    ///   `CancellationError`; what scoring throws.
    init(learningFrom later: Activity, after history: SignalHistory) throws {
        choice = try ResourceChoice(learningFrom: later, after: history)
        alternatives = ResourceChoice.Alternatives(in: history)
        self.history = history
        let raw = try Self.evidence(of: later, choice, alternatives, history)
        calibration = EvidenceCalibration(
            benign: later.isNew.indices.compactMap { later.isNew[$0] ? raw[$0] : nil })
    }

    private init(_ other: PairSurprise, after history: SignalHistory) {
        choice = other.choice
        calibration = other.calibration
        alternatives = ResourceChoice.Alternatives(in: history)
        self.history = history
    }

    /// The same preferences with what a later history says of accounts and resources.
    func after(_ history: SignalHistory) -> PairSurprise { PairSurprise(self, after: history) }

    /// −log p of each new access; 0 of the others, and where nothing is known of account or resource.
    func surprise(of activity: Activity) throws -> [Double] {
        try Self.evidence(of: activity, choice, alternatives, history).map {
            $0.map { calibration.calibrated($0) * log(10) } ?? 0
        }
    }

    /// −log₁₀ of the tail probability of each new access; nil where the model says nothing.
    private static func evidence(
        of activity: Activity, _ choice: ResourceChoice, _ alternatives: ResourceChoice.Alternatives,
        _ history: SignalHistory
    ) throws -> [Double?] {
        var evidence = [Double?](repeating: nil, count: activity.isNew.count)
        var ofUser: [Int32: [Int]] = [:]
        for (index, access) in activity.windows.accesses.enumerated() where activity.isNew[index] {
            ofUser[access.user, default: []].append(index)
        }
        for (user, indices) in ofUser {
            try history.checkCancellation()
            let tails = try choice.tails(
                of: user, indices.map { activity.windows.accesses[$0].resource }, among: alternatives)
            for (index, tail) in zip(indices, tails) { evidence[index] = tail.map { -log10($0) } }
        }
        return evidence
    }
}
