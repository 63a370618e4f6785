import AccessLogs
import Comparisons
import Concurrency
import Datasets
import Evaluation
import Experiments
import Files
import Foundation
import Interactions
import LinearAlgebra
import LogImport
import Reports
import Statistics
import Studies
import TestSupport

/// What reports are made on: a small study that is run once, and what follows from it.
struct Subjects: Sendable {
    let study: StudyResult
    let comparison: StudyComparison
    let cases: CaseComparison
    let dataset: DescribedDataset
    let imported: ImportSummary

    static let all = Result { try Subjects() }

    private init() throws {
        let folder = TemporaryFolder(), components = StudyComponents()
        let data =
            "organisation: block-model, users: 40, departments: 2, shares: 30, days: 40, hub_shares: 2, projects: 1"
        let specification = try ExperimentSpecification(
            parsing: """
                name: small
                datasets: [{name: one, simulate: {\(data)}}, {name: two, simulate: {\(data), seed: 2, life: share_rollouts=1}}]
                protocol: {split: {type: time, train: 0.3, validation: 0.2, test: 0.5}}
                injection: [{scenario: uniform-pairs, count: 30}]
                seeds: {replicates: 2}
                algorithms: [{id: popularity}, {id: random}]
                metrics: [roc_auc, average_precision, incident_recall]
                objective: {metric: average_precision}
                incidents: {}
                """, file: "small.yaml", catalogue: components.catalogue)
        study = try Study(
            specification, folder: folder["study"], components: components,
            openings: OpeningsLedger(at: folder["openings.jsonl"]), paths: .ofWorkingFolder
        ).run(workers: .one, isCancelled: { false }, report: { _ in })
        let finished = try FinishedStudy(at: folder["study"], components: components)
        comparison = try StudyComparison([finished], components: components)
        cases = try CaseComparison(
            [finished],
            settings: TableEvaluation.Settings(
                metrics: [ROCAUC(), AveragePrecision()], budgets: [], policy: .rankLast,
                intervals: IntervalEstimation(replicates: 50, seed: Seed(1)), margin: 0.01))
        try folder.write("user,resource,time\na,b,2026-01-03T08:00:00Z\nc,,2026-01-14\n", to: "log.csv")
        imported = try LogImporter(readers: .text).log(of: [InputPath(argument: folder["log.csv"].path)]).summary
        let simulated = try Dataset(at: folder["study/datasets/one"])
        dataset = DescribedDataset(simulated.card, try DatasetSummary(of: simulated.log, .one) { _ in })
    }
}
