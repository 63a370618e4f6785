import AccessLogs
@testable import Comparisons
import Datasets
import Evaluation
import Experiments
import Foundation
import Interactions
import Statistics
import Studies
import StudySupport
import Testing
import TestSupport

@Suite("A comparison of studies")
struct StudyComparisonTests {
    let folder = TemporaryFolder()

    private static let datasets = """
        [{simulate: {organisation: block-model, worlds: 2, users: 60, departments: 3, shares: 30, days: 21, seed: 5, \
        hub_shares: 2, projects: 1, service_accounts: 1}}]
        """

    private func study(_ name: String, _ specification: ExperimentSpecification) throws -> FinishedStudy {
        try StudyWatch().run(specification, in: folder[name])
        return try FinishedStudy(at: folder[name], components: .test)
    }

    @Test("pairs the algorithms of a study on each of its datasets")
    func datasets() throws {
        let comparison = try StudyComparison(
            [study("s", .tiny(datasets: Self.datasets))], components: .test)
        #expect(comparison.metric == "average_precision")
        #expect(comparison.slice == "macro")
        #expect(comparison.comparison.datasets == ["block-model", "block-model-2"])
        #expect(Set(comparison.comparison.algorithms) == ["als-implicit", "popularity"])
        #expect(comparison.comparison.pairs.map(\.verdict) == [.notEnoughPairs])
        #expect(comparison.replicates.map(\.dataset) == ["block-model", "block-model-2"])
    }

    @Test("pairs the algorithms of several studies of the same datasets, and tells namesakes apart")
    func studies() throws {
        let first = try study("first", .tiny(algorithms: "[{id: popularity}]"))
        let second = try study("second", .tiny(algorithms: "[{id: random}, {id: popularity}]"))
        let comparison = try StudyComparison([first, second], metric: "roc_auc", components: .test)
        #expect(comparison.comparison.algorithms == ["1:tiny/popularity", "random", "2:tiny/popularity"])
        let namesakes = comparison.comparison.values[0]
        #expect(namesakes[0] == namesakes[2])
        #expect(comparison.caveat != nil)
    }

    @Test("compares one detector under two names within a study")
    func named() throws {
        let algorithms = "[{id: random, name: a, space: {seed: 1}}, {id: random, name: b, space: {seed: 2}}]"
        let comparison = try StudyComparison(
            [study("named", .tiny(algorithms: algorithms))], metric: "roc_auc", components: .test)
        #expect(comparison.comparison.algorithms == ["a", "b"])
        #expect(comparison.comparison.values[0][0] != comparison.comparison.values[0][1])
    }

    @Test("counts runs that differ in their root seed alone as replicates of one study")
    func repeated() throws {
        let rules = "[{id: popularity}, {id: random}]"
        let runs = try [3, 4].map { root in
            try study("seed-\(root)", .tiny(root: root, algorithms: rules))
        }
        let comparison = try StudyComparison(runs, metric: "roc_auc", components: .test)
        #expect(comparison.comparison.algorithms == ["popularity", "random"])
        #expect(comparison.comparison.datasets == ["block-model"])
        let pooled = try #require(comparison.replicates.first)
        #expect(pooled.count == 4)
        let single = try runs.map { run in
            try StudyComparison([run], metric: "roc_auc", components: .test).comparison.values[0][0]
        }
        #expect(abs(comparison.comparison.values[0][0] - (single[0] + single[1]) / 2) < 1e-12)
        // A study of one of the seeds is paired with that seed's replicates alone.
        let other = try study("other", .tiny(root: 4, algorithms: "[{id: user-degree}]"))
        let mixed = try StudyComparison(runs + [other], metric: "roc_auc", components: .test)
        #expect(mixed.replicates.first?.count == 2)
        #expect(mixed.leftOut == ["2 of 4 replicates of block-model"])
        let settings = TableEvaluation.Settings(
            metrics: [ROCAUC()], budgets: [], policy: .rankLast,
            intervals: IntervalEstimation(replicates: 100, seed: Seed(1)), margin: 0.01)
        let cases = try CaseComparison(runs, settings: settings)
        #expect(cases.datasets.map(\.name) == ["block-model, root seed 3", "block-model, root seed 4"])
    }

    @Test("compares all others with a control, on the datasets that are asked for")
    func control() throws {
        let rules = "[{id: popularity}, {id: random}, {id: user-degree}]"
        let run = try study("s", .tiny(datasets: Self.datasets, algorithms: rules))
        let comparison = try StudyComparison(
            [run], datasets: ["block-model-2"], control: "random", components: .test)
        #expect(comparison.comparison.datasets == ["block-model-2"])
        #expect(comparison.comparison.pairs.map { [$0.first, $0.second] } == [[0, 1], [2, 1]])
        for (datasets, control) in [(["no-world"], "random"), ([], "no-algorithm")] {
            let error = #expect(throws: StudyError.self) {
                try StudyComparison([run], datasets: datasets, control: control, components: .test)
            }
            #expect(error?.description.contains("there are") == true)
        }
    }

    @Test("tells replays of one log apart, and counts a dataset with two names once")
    func worlds() throws {
        let log = folder["log"].path
        try Dataset.write(
            .departments(), to: folder["log"], origin: "made by a test", licence: "CC0-1.0", importOptions: nil,
            replacing: false)
        let replays = try StudyComparison(
            [study("replays", .tiny(datasets: "[{path: \(log), replay: {worlds: 3, seed: 1}}]"))], components: .test)
        #expect(replays.comparison.datasets == ["log", "log-2", "log-3"])
        let twice = try StudyComparison(
            [study("twice", .tiny(datasets: "[{path: \(log)}, {path: \(log), name: again}]"))], components: .test)
        #expect(twice.comparison.datasets == ["log"])
        #expect(twice.caveat?.contains("again has the data of log, and is left out.") == true)
    }

    @Test("counts a log once whose copy lacks a row or has its rows in another order, and gives replays of one no star")
    func copies() throws {
        let log = AccessLog.departments()
        func part(_ rows: [Int]) -> AccessLog {
            AccessLog(
                users: log.users, resources: log.resources, userSIDs: log.userSIDs, user: rows.map { log.user[$0] },
                resource: rows.map { log.resource[$0] }, microseconds: rows.map { log.microseconds[$0] },
                weight: rows.map { log.weight[$0] }, outcome: rows.map { log.outcome[$0] })
        }
        let rows = Array(0..<log.count)
        let logs = ["whole": log, "shorter": part(rows.filter { $0 != 7 }), "shuffled": part(rows.reversed())]
        for (name, log) in logs {
            try Dataset.write(
                log, to: folder[name], origin: "made by a test", licence: "CC0-1.0", importOptions: nil,
                replacing: false)
        }
        func path(_ name: String) -> String { "{path: \(folder[name].path), name: \(name)}" }
        let copied = try study(
            "copied", .tiny(datasets: "[\(path("whole")), \(path("shorter")), \(path("shuffled"))]"))
        let comparison = try StudyComparison([copied], components: .test)
        #expect(comparison.comparison.datasets == ["whole"])
        for name in ["shorter", "shuffled"] {
            #expect(
                comparison.caveat?.contains("\(name) has more than half of its accesses in common with whole") == true)
        }
        // Asked for by itself, a copy is as good as the original.
        #expect(
            try StudyComparison([copied], datasets: ["shorter"], components: .test).comparison.datasets == ["shorter"])
        let replays = try StudyComparison(
            [study("replays", .tiny(datasets: "[{path: \(folder["whole"].path), replay: {worlds: 3, seed: 1}}]"))],
            components: .test)
        #expect(replays.comparison.datasets.count == 3)
        #expect(replays.comparison.pairs.map(\.verdict) == [.notIndependent])
        #expect(replays.best == nil)
        #expect(replays.caveat?.contains("no star can be given") == true)
    }

    @Test("refuses to pair measurements of different injections")
    func otherSeeds() throws {
        let first = try study("first", .tiny(root: 3, algorithms: "[{id: popularity}]"))
        let second = try study("second", .tiny(root: 4, algorithms: "[{id: random}]"))
        let error = #expect(throws: StudyError.self) { try StudyComparison([first, second], components: .test) }
        #expect(error?.description.contains("no world in common") == true)
        let unknown = #expect(throws: StudyError.self) {
            try StudyComparison([first, second], metric: "no_metric", components: .test)
        }
        #expect(unknown?.description.contains("no study has no_metric on macro") == true)
    }

    @Test("needs a finished study")
    func unfinished() {
        #expect(throws: StudyError.self) { try FinishedStudy(at: folder["nothing"], components: .test) }
    }

    @Test("tells what datasets, injections and starts bring to the variation")
    func variation() throws {
        let specification = try ExperimentSpecification.tiny(datasets: Self.datasets, initializations: 2)
        let comparison = try StudyComparison([study("s", specification)], components: .test)
        let byName = Dictionary(uniqueKeysWithValues: zip(comparison.comparison.algorithms, comparison.variation))
        let learned = try #require(byName["als-implicit"] ?? nil), rule = try #require(byName["popularity"] ?? nil)
        #expect(learned.worlds != nil && learned.injections != nil)
        #expect(try #require(learned.initializations) > 0)
        // Nothing in the rule is random.
        #expect(rule.initializations == 0)
    }

    @Test("tests the replicates of a single dataset with what their common cases bring")
    func replicates() throws {
        let datasets = """
            [{simulate: {organisation: block-model, users: 300, departments: 3, shares: 60, days: 28, seed: 5, \
            hub_shares: 2, projects: 1, service_accounts: 1}}]
            """
        let specification = try ExperimentSpecification.tiny(
            datasets: datasets, algorithms: "[{id: popularity}, {id: random}]")
        let finished = try study("s", specification)
        let comparison = try StudyComparison([finished], metric: "roc_auc", slice: "pooled", components: .test)
        let replicates = try #require(comparison.replicates.first), pair = try #require(replicates.pairs.first)
        #expect(replicates.count == 2 && replicates.pairs.count == 1)
        // Replicates have the division by time in common.
        #expect(replicates.testToTraining == 0)
        #expect(abs(pair.difference.value - (try #require(comparison.comparison.pairs.first).difference.value)) < 1e-12)
        let test = try pair.test.get()
        #expect(test.method.hasPrefix("t over replicates and common cases"))
        // The interval and the test agree.
        let interval = try #require(pair.difference.interval)
        #expect((test.pValue <= 0.05) == !interval.contains(0))
        #expect(replicates.means.allSatisfy { $0.interval != nil })
        // A handful of benign users is too few.
        let few = try StudyComparison(
            [study("few", .tiny(algorithms: "[{id: popularity}, {id: random}]"))], metric: "roc_auc", components: .test)
        #expect(few.replicates.first?.pairs.first?.difference.method.contains("are too few for a test") == true)
        // Matched cases cannot be told from what is kept, and neither can anything where the scores are gone.
        let matched = try StudyComparison(
            [finished], metric: "roc_auc", slice: "uniform-pairs/matched", components: .test)
        try FileManager.default.removeItem(at: folder["s"].appendingPathComponent("scores"))
        let without = try StudyComparison([finished], metric: "roc_auc", components: .test)
        for (comparison, reason) in [(matched, "cannot be told"), (without, "is missing")] {
            let pair = try #require(comparison.replicates.first?.pairs.first)
            #expect(pair.correctedPValue == nil && pair.difference.interval == nil)
            #expect(throws: ComparisonError.self) { try pair.test.get() }
            #expect(pair.difference.method.contains(reason))
            #expect(comparison.best == nil)
        }
    }

    @Test("pairs algorithms case by case within a dataset, by the scores that studies kept")
    func cases() throws {
        let first = try study("first", .tiny(algorithms: "[{id: popularity}]"))
        let second = try study("second", .tiny(algorithms: "[{id: random}]"))
        let settings = TableEvaluation.Settings(
            metrics: [ROCAUC()], budgets: [], policy: .rankLast,
            intervals: IntervalEstimation(replicates: 100, seed: Seed(1)), margin: 0.01)
        let comparison = try CaseComparison([first, second], settings: settings)
        let dataset = try #require(comparison.datasets.first)
        #expect(comparison.datasets.count == 1)
        #expect(dataset.evaluation.files.map(\.name) == ["popularity", "random"])
        let difference = try #require(dataset.evaluation.comparisons.first?.differences.first)
        #expect(difference.metric == "roc_auc")
        let estimate = try difference.estimate.get()
        #expect(estimate.interval != nil)
        let areas = dataset.evaluation.files.compactMap { file in
            file.measurements.first { $0.slice == "pooled" }?.value.number
        }
        #expect(abs(estimate.value - (areas[0] - areas[1])) < 1e-12)
        #expect(throws: StudyError.self) { try CaseComparison([first], settings: settings) }
    }
}
