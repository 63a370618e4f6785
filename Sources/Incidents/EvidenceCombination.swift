import Statistics

/// What the evidence of signals is worth, and of all of them together: each is calibrated, those of a family are combined by
/// a rule, families by the harmonic mean, and what comes out is calibrated again.
struct EvidenceCombination: Sendable {
    private let calibrations: [EvidenceCalibration]
    /// The indices of the signals of each family, and the rule that combines them.
    private let families: [(signals: [Int], rule: any CombinationRule)]
    private let final: EvidenceCalibration

    /// - Parameter benign: the evidence of windows in which nothing is wrong, `signals × windows`.
    /// - Throws: `StatisticsError` for evidence that is not finite.
    init(of detector: IncidentDetector, fittedTo benign: [[Double]]) throws {
        let windows = benign.first?.indices ?? 0..<0
        let calibrations = benign.map(EvidenceCalibration.init(benign:))
        let calibrated = windows.map { window in
            calibrations.indices.map { calibrations[$0].calibrated(benign[$0][window]) }
        }
        let families: [(signals: [Int], rule: any CombinationRule)] = try SignalFamily.allCases.compactMap { family in
            let members = detector.signals.indices.filter { detector.signals[$0].family == family }
            guard !members.isEmpty else { return nil }
            return (members, try detector.rule.init(fittedTo: calibrated.map { row in members.map { row[$0] } }))
        }
        self.calibrations = calibrations
        self.families = families
        final = EvidenceCalibration(benign: calibrated.map { Self.joined($0, families) })
    }

    /// The evidence of each signal calibrated, and what all are worth together.
    ///
    /// - Parameter evidence: as the signals gave it, in their order.
    func combined(_ evidence: [Double]) -> (each: [Double], together: Double) {
        let each = evidence.indices.map { calibrations[$0].calibrated(evidence[$0]) }
        return (each, final.calibrated(Self.joined(each, families)))
    }

    private static func joined(
        _ calibrated: [Double], _ families: [(signals: [Int], rule: any CombinationRule)]
    ) -> Double {
        HarmonicMean.combined(
            families.map { family in family.rule.combined(family.signals.map { calibrated[$0] }) })
    }
}
