import Comparisons
import Evaluation
import Statistics

/// What the tests of a comparison are, and what they cannot say.
struct ComparisonNotes: ReportSection {
    static let id = "comparison-notes"

    func sections(on study: StudyComparison) -> [Document.Section] {
        let comparison = study.comparison
        let pairs = Number.counted(comparison.pairs.count, "pair")
        var notes = [
            "* significant at \(Number.text(comparison.level)) after Holm's correction for \(study.family); "
                + (comparison.pairs.first?.wilcoxon.method ?? "")
                + ". Whoever compares by several metrics or slices, and "
                + "reports those with a star, has to correct for these as well."
        ]
        if comparison.pairs.contains(where: { $0.verdict == .notEnoughPairs }) {
            notes.append(
                "With \(Number.counted(comparison.datasets.count, "world")) and \(pairs) no difference over worlds could "
                    + "be significant, whatever the effect: no star can be given for it.")
        }
        notes += friedman(comparison)
        if study.hasVariation, study.variation.contains(where: { $0?.initializations == nil }) {
            notes.append(
                "With one start for each injection, what a start brings is part of 'injections'; 'initializations' "
                    + "under 'seeds' separates them.")
        }
        if !study.leftOut.isEmpty {
            notes.append(
                "Left out, for want of a measurement of some algorithm: \(study.leftOut.joined(separator: ", ")).")
        }
        return [Document.Section(nil, (notes + [study.caveat].compactMap(\.self)).map { .note([$0]) })]
    }

    private func friedman(_ comparison: DatasetComparison) -> [String] {
        guard let friedman = comparison.friedman, let difference = comparison.criticalDifference else {
            return comparison.friedmanReason.map { ["No Friedman test: \($0)."] } ?? []
        }
        let overall = friedman.imanDavenport, chiSquare = friedman.chiSquare
        return [
            "\(overall.method) (approximate, and below its level somewhat too often, so that no star rests on it): F = \(Number.text(overall.statistic)), \(Number.statement(ofPValue: overall.pValue)); "
                + "χ² = \(Number.text(chiSquare.statistic)), \(Number.statement(ofPValue: chiSquare.pValue)).",
            "Critical difference of mean ranks after Nemenyi: \(Number.fixed(difference, decimals: 3)).",
        ]
    }
}
