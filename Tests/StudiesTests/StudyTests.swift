import AccessLogs
import Datasets
import Detectors
import Evaluation
import Experiments
import Files
import Foundation
import Interactions
import Parameters
import Publishing
@testable import Studies
import StudySupport
import Testing
import TestSupport

@Suite("A study")
struct StudyTests {
    let folder = TemporaryFolder()

    @Test("measures every trial, opens the sealed test once for the best of each algorithm, and packs the winner")
    func wholePath() throws {
        let watch = StudyWatch()
        let result = try watch.run(.tiny(), in: folder["s"])
        #expect(result.trials == 5)
        #expect(result.failed == 0)
        #expect(watch.trials == 5)
        #expect(watch.unsealings == 1)
        let ranking = try #require(result.datasets.first?.ranking)
        #expect(Set(ranking.map(\.trial.algorithm)) == ["als-implicit", "popularity"])
        #expect(ranking.allSatisfy { !$0.validation.isEmpty && $0.validation.count == $0.test.count })
        let expected = [
            "bundle", "cases.json", "costs.csv", "datasets", "environment.json", "lints.json", "metrics.csv",
            "metrics.json", "openings.json", "operation.json", "ranking.json", "scores", "specification.yaml",
            "study.lock", "study.sqlite", "trials.ndjson", "unsealed.log",
        ]
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder["s"].path).sorted() == expected)
    }

    @Test("writes a row of metrics for each replicate and one with an interval for their mean")
    func metrics() throws {
        try StudyWatch().run(.tiny(), in: folder["s"])
        let rows = try folder.text(of: "s/metrics.csv").split(separator: "\n").map {
            $0.split(separator: ",", maxSplits: 11, omittingEmptySubsequences: false)
        }
        #expect(
            rows.first?.joined(separator: ",")
                == "trial,dataset,algorithm,phase,replicate,initialization,slice,metric,value,ci_low,ci_high,note,"
                + "injected_fraction")
        #expect(rows.allSatisfy { $0.count == 12 })
        let average = rows.filter {
            $0[0] == "0" && $0[3] == "validation" && $0[6] == "macro" && $0[7] == "average_precision"
        }
        #expect(average.map { $0[4] } == ["0", "1", "mean"])
        #expect(average.map { $0[9].isEmpty } == [true, true, false])
        #expect(Set(rows.filter { $0[3] == "test" }.map { $0[0] }).count == 2)
    }

    @Test("says what the chosen models cost, replicate by replicate")
    func costs() throws {
        let result = try StudyWatch().run(.tiny(), in: folder["s"])
        for entry in try #require(result.datasets.first).ranking {
            #expect(entry.costs.count == 2)
            // rank floats for each of 60 users and 30 shares, or one for each.
            let rank = entry.trial.parameters.values["rank"]?.number ?? 1
            #expect(entry.costs.allSatisfy { $0.fitSeconds > 0 && $0.scoresPerSecond > 0 })
            #expect(entry.costs.allSatisfy { $0.modelBytes > 0 && Double($0.modelBytes) <= rank * 100 * 4 })
        }
        let rows = try folder.text(of: "s/costs.csv").split(separator: "\n")
        #expect(
            rows.first
                == "trial,dataset,algorithm,replicate,fit_seconds,scores_per_second,peak_memory_bytes,model_bytes")
        #expect(rows.count == 5)
        // A finished study is read from its store, with the costs that it had.
        let again = try StudyWatch().run(.tiny(), in: folder["s"])
        #expect(again.datasets.first?.ranking.map(\.costs) == result.datasets.first?.ranking.map(\.costs))
    }

    @Test("measures every start of a replicate on the sealed test, and their mean counts once")
    func starts() throws {
        let result = try StudyWatch().run(.tiny(initializations: 3), in: folder["s"])
        let entry = try #require(result.datasets.first?.ranking.first { $0.trial.algorithm == "als-implicit" })
        let nested = try #require(entry.test.nestedValues(metric: "roc_auc", slice: "pooled"))
        #expect(nested.map(\.count) == [3, 3])
        #expect(Set(nested[0]).count > 1)
        let means = try #require(entry.test.values(metric: "roc_auc", slice: "pooled"))
        #expect(means.count == 2)
        #expect(abs(means[0] - nested[0].reduce(0, +) / 3) < 1e-12)
        // Trials have one start: the others are for the chosen ones.
        #expect(entry.validation.allSatisfy { $0.initialization == 0 })
    }

    @Test("has the same measurements for any number of workers")
    func workers() throws {
        try StudyWatch().run(.tiny(), in: folder["one"], workers: 1)
        try StudyWatch().run(.tiny(), in: folder["two"], workers: 2)
        #expect(try folder.text(of: "one/metrics.csv") == folder.text(of: "two/metrics.csv"))
        #expect(
            try Data(contentsOf: folder["one/bundle/factors.safetensors"])
                == Data(contentsOf: folder["two/bundle/factors.safetensors"]))
    }

    @Test("that was interrupted continues where it stopped, with the same measurements", arguments: [0, 1, 3, 5])
    func resumed(after trials: Int) throws {
        try StudyWatch().run(.tiny(), in: folder["whole"])
        let first = StudyWatch(stoppingAfter: trials), second = StudyWatch()
        #expect(throws: CancellationError.self) { try first.run(.tiny(), in: folder["s"]) }
        try second.run(.tiny(), in: folder["s"])
        #expect(first.trials + second.trials == 5)
        #expect(try folder.text(of: "s/metrics.csv") == folder.text(of: "whole/metrics.csv"))
        #expect(
            try Data(contentsOf: folder["s/bundle/factors.safetensors"])
                == Data(contentsOf: folder["whole/bundle/factors.safetensors"]))
    }

    @Test("that is finished is only read again: no trial runs, the sealed test stays closed")
    func finished() throws {
        let watch = StudyWatch()
        let first = try StudyWatch().run(.tiny(), in: folder["s"])
        let files = ["metrics.csv", "trials.ndjson", "unsealed.log", "bundle/SHA256SUMS", "specification.yaml"]
        let before = try files.map { try folder.text(of: "s/" + $0) }
        let second = try watch.run(.tiny(), in: folder["s"])
        #expect(watch.trials == 0)
        #expect(watch.unsealings == 0)
        #expect(try files.map { try folder.text(of: "s/" + $0) } == before)
        #expect(first.datasets.map { $0.ranking.map(\.trial) } == second.datasets.map { $0.ranking.map(\.trial) })
        #expect(
            first.datasets.map { $0.ranking.map { Set($0.test) } }
                == second.datasets.map { $0.ranking.map { Set($0.test) } })
    }

    @Test("logs each opening of a sealed test with the trials and the digest of its specification")
    func unsealedLog() throws {
        try StudyWatch().run(.tiny(), in: folder["s"])
        let lines = try folder.text(of: "s/unsealed.log").split(separator: "\n")
        #expect(lines.count == 1)
        let digest = try FileDigest.sha256(of: folder["s/specification.yaml"])
        #expect(lines[0].contains("dataset block-model trials "))
        #expect(lines[0].hasSuffix("specification sha256:\(digest)"))
    }

    @Test("leaves a bundle that opens, scores what is new and promises recall and precision")
    func bundle() throws {
        let result = try StudyWatch().run(.tiny(), in: folder["s"])
        let bundle = try ModelBundle(at: folder["s/bundle"], detectors: .standard)
        #expect(bundle.manifest.algorithm == result.datasets.first?.ranking.first?.trial.algorithm)
        #expect(bundle.manifest.operatingPoints.map(\.alertBudget) == [1, 2])
        #expect(bundle.manifest.operatingPoints.allSatisfy { $0.isPerDay && $0.expectedRecall != nil })
        #expect(bundle.manifest.defaultOperatingPoint != nil)
        #expect(bundle.manifest.measurements.contains { $0.metric == "average_precision" && $0.interval != nil })
        let matrix = bundle.model.matrix
        let access = AccessEvent(
            tenant: matrix.users[0].tenant, user: AccountIdentity(name: matrix.users[0].name),
            resource: ResourceIdentity(name: matrix.resources[0].name))
        #expect(try bundle.model.scores(of: [access]).allSatisfy { $0.value?.isFinite == true })
    }

    @Test("of data without times holds out pairs, the same ones for the test of each replicate")
    func pairs() throws {
        try Dataset.write(
            .departments(isTimed: false), to: folder["corp"], origin: "made by a test", licence: "CC0-1.0",
            importOptions: nil, replacing: false)
        let datasets = "[{path: \(folder["corp"].path)}]"
        #expect(throws: StudyError.self) { try StudyWatch().run(.tiny(datasets: datasets), in: folder["t"]) }
        let result = try StudyWatch().run(
            .tiny(datasets: datasets, split: "{type: pairs, held_out: 0.2}"), in: folder["s"])
        let entry = try #require(result.datasets.first?.ranking.first)
        let values = try #require(entry.test.values(metric: "average_precision", slice: "macro"))
        #expect(Set(values).count == 2)
        let bundle = try ModelBundle(at: folder["s/bundle"], detectors: .standard)
        #expect(bundle.manifest.operatingPoints.allSatisfy { !$0.isPerDay })
    }

    @Test("is not continued on a dataset that has changed")
    func changedDataset() throws {
        func write(_ log: AccessLog) throws {
            try Dataset.write(
                log, to: folder["corp"], origin: "made by a test", licence: "CC0-1.0", importOptions: nil,
                replacing: true)
        }
        let specification = try ExperimentSpecification.tiny(
            datasets: "[{path: \(folder["corp"].path)}]", split: "{type: pairs, held_out: 0.2}",
            algorithms: "[{id: popularity}]")
        try write(.departments(isTimed: false))
        _ = try StudyWatch().run(specification, in: folder["s"])
        var changed = AccessLog.departments(isTimed: false)
        changed.append(AccessEvent(user: AccountIdentity(name: "new"), resource: ResourceIdentity(name: "new")))
        try write(changed)
        #expect(throws: StudyError.self) { try StudyWatch().run(specification, in: folder["s"]) }
    }

    @Test("that cannot begin leaves no folder")
    func impossible() throws {
        let specification = try ExperimentSpecification.tiny(datasets: "[{path: nowhere}]")
        #expect(throws: FileError.self) { try StudyWatch().run(specification, in: folder["s"]) }
        #expect(folder.contents.isEmpty)
    }

    @Test("of several datasets opens each sealed test once and packs a winner for each")
    func severalDatasets() throws {
        try Dataset.write(
            .departments(), to: folder["corp"], origin: "made by a test", licence: "CC0-1.0", importOptions: nil,
            replacing: false)
        let path = folder["corp"].path
        let result = try StudyWatch().run(
            .tiny(datasets: "[{name: a, path: \(path)}, {name: b, path: \(path)}]", algorithms: "[{id: popularity}]"),
            in: folder["s"])
        #expect(result.datasets.map(\.bundle) == ["bundle-a", "bundle-b"])
        #expect(try folder.text(of: "s/unsealed.log").split(separator: "\n").count == 2)
        for bundle in ["bundle-a", "bundle-b"] {
            _ = try ModelBundle(at: folder["s/" + bundle], detectors: .standard)
        }
    }
}
