import Foundation
import Interactions
import Statistics

/// How surprising each new pair is: the tail probability of its resource among those that its account may turn to,
/// calibrated by pairs that a model had not seen.
package struct PairSurprise: Sendable {
    /// What does not follow from the history.
    package struct Learned: Hashable, Sendable {
        /// How accounts choose.
        package let choice: ResourceChoice.Learned
        /// The evidence of new pairs of known accounts, in which nothing is known to be wrong.
        package let benign: [Double]

        package init(choice: ResourceChoice.Learned, benign: [Double]) {
            self.choice = choice
            self.benign = benign
        }
    }

    let learned: Learned
    private let choice: ResourceChoice
    private let calibration: EvidenceCalibration
    private let alternatives: Alternatives

    /// Learns from the new pairs that followed a history, and says how surprising they are.
    ///
    /// - Returns: nil where there is no such pair of a known account and a known resource.
    /// - Throws: `StatisticsError` where the choices tell no weights; `CancellationError`; what scoring throws.
    init?(learningFrom later: inout Activity, after history: SignalHistory) throws {
        alternatives = Alternatives(in: history)
        var kept = KeptChoices(learningIn: alternatives)
        guard let choice = try ResourceChoice(learningFrom: later, in: &kept) else { return nil }
        self.choice = choice
        let evidence = try choice.evidence(of: later, in: &kept)
        learned = Learned(
            choice: choice.learned,
            benign: evidence.indices.compactMap { index in
                // Newcomers are few, and have a regime of their own.
                history.profile.activity(ofUser: later.windows.accesses[index].user) > 0 ? evidence[index] : nil
            })
        calibration = EvidenceCalibration(benign: learned.benign)
        later.surprise = surprise(evidence)
    }

    /// What was learned, with what a history says of accounts and resources.
    init(_ learned: Learned, after history: SignalHistory) {
        self.learned = learned
        choice = ResourceChoice(learned.choice)
        calibration = EvidenceCalibration(benign: learned.benign)
        alternatives = Alternatives(in: history)
    }

    /// The same preferences with what a later history says of accounts and resources.
    func after(_ history: SignalHistory) -> PairSurprise { PairSurprise(learned, after: history) }

    /// −log p of each new access; 0 of the others, and where nothing is known of the resource.
    func surprise(of activity: Activity) throws -> [Double] {
        var kept = KeptChoices(of: alternatives)
        return surprise(try choice.evidence(of: activity, in: &kept))
    }

    private func surprise(_ evidence: [Double?]) -> [Double] {
        evidence.map { $0.map { calibration.calibrated($0) * log(10) } ?? 0 }
    }
}
