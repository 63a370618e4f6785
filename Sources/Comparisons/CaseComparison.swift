package import Evaluation
import Experiments
import Foundation
import Statistics
package import Studies

/// The algorithms of one or several studies compared case by case within each dataset: what a single dataset can say.
package struct CaseComparison: Sendable, Encodable {
    package let datasets: [DatasetEvaluation]

    private enum CodingKeys: String, CodingKey {
        case datasets = "worlds"
    }

    package struct DatasetEvaluation: Sendable, Encodable {
        package let name: String
        package let evaluation: TableEvaluation

        private enum CodingKeys: String, CodingKey {
            case name = "world"
            case evaluation
        }
    }

    /// Compares the scores that the studies kept of the first replicate of each sealed test.
    ///
    /// - Parameter report: told what is being computed.
    /// - Throws: ``StudyError`` where no dataset was measured with two algorithms, `FileError` for a file of
    ///   scores that is missing or damaged, ``ComparisonError``, `StatisticsError`.
    package init(
        _ studies: [FinishedStudy], settings: TableEvaluation.Settings, report: (String) -> Void = { _ in }
    ) throws {
        let groups = RepeatedStudy.grouping(studies), names = AlgorithmNames(groups)
        let hasSeveralSeeds = Set(studies.map(\.specification.seeds.root)).count > 1
        var order: [String] = [], tables: [String: [(name: String, scores: KeptScores)]] = [:]
        var titles: [String: String] = [:]
        for (index, study) in groups.enumerated().flatMap({ index, group in group.runs.map { (index, $0) } }) {
            let seed = study.specification.seeds.root.value
            for dataset in study.datasets {
                let key = "\(dataset.key) \(seed)",
                    title = dataset.name + (hasSeveralSeeds ? ", root seed \(seed)" : "")
                if titles.updateValue(title, forKey: key) == nil { order.append(key) }
                tables[key, default: []] += dataset.algorithms.map { measured in
                    (
                        names.name(of: measured.trial.algorithm, inStudy: index),
                        KeptScores(study: study, trial: measured.trial, replicate: 0)
                    )
                }
            }
        }
        let paired = order.filter { (tables[$0]?.count ?? 0) > 1 }
        guard !paired.isEmpty else { throw StudyError("no world was measured with two algorithms; nothing to compare") }
        datasets = try paired.map { key in
            let read = try (tables[key] ?? []).map { name, scores in
                report("reading \(scores.file.path)")
                return (name: name, table: try scores.table())
            }
            return DatasetEvaluation(
                name: titles[key] ?? key,
                evaluation: try TableEvaluation(read, settings: settings, report: report))
        }
    }
}
