import Evaluation
import Files
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Statistics

/// The files that a study leaves for people and other programs, beside its store. Paths in them are relative, so that
/// the folder can be moved.
struct StudyFiles: Sendable {
    private let folder: URL

    init(_ folder: URL) {
        self.folder = folder
    }

    /// `specification.yaml`: the experiment with every default filled in.
    func writeSpecification(_ specification: ExperimentSpecification) throws {
        try write(specification.resolvedYAML, to: "specification.yaml")
    }

    /// `environment.json`: what the measurements were computed with.
    func writeEnvironment() throws {
        let environment = [
            "operating_system": ProcessInfo.processInfo.operatingSystemVersionString,
            "cores": String(ProcessInfo.processInfo.processorCount),
            "blas": BLAS.configuration,
            "gsl": GSL.version,
        ]
        try write(CanonicalJSON.text(environment) + "\n", to: "environment.json")
    }

    /// `lints.json`: what the lints found, the reports of one dataset and stage replacing earlier ones.
    ///
    /// - Throws: ``StudyError`` where what is there cannot be read: an unread file is never overwritten.
    func writeLints(_ reports: [LintReport]) throws {
        let replaced = Set(reports.map { [$0.lint, $0.dataset] })
        let kept = try lints().filter { !replaced.contains([$0.lint, $0.dataset]) }
        try write(kept + reports, to: "lints.json", format: Self.lintFormat)
    }

    /// What the lints found so far.
    ///
    /// - Throws: ``StudyError`` where that cannot be read.
    func lints() throws -> [LintReport] {
        try reports(in: "lints.json", format: Self.lintFormat) { try CanonicalJSON.value([LintReport].self, of: $0) }
    }

    /// `operation.json`: what the winners would be like in use, the report of a dataset replacing an earlier one.
    ///
    /// - Throws: ``StudyError`` where what is there cannot be read: it is never written over unread.
    func writeOperation(_ report: OperationReport) throws {
        let kept = try operations().filter { $0.dataset != report.dataset }
        try write(kept + [report], to: "operation.json", format: Self.operationFormat)
    }

    /// What the winners would be like in use.
    ///
    /// - Throws: ``StudyError`` where that cannot be read.
    func operations() throws -> [OperationReport] {
        try reports(in: "operation.json", format: Self.operationFormat) {
            try CanonicalJSON.value([OperationReport.Format1].self, of: $0).map(OperationReport.init)
        }
    }

    /// The formats of `lints.json` and `operation.json`.
    private static let lintFormat = "accesslab-lints/2"
    private static let operationFormat = "accesslab-operation/2"

    /// A file of reports: `{"format": "accesslab-lints/2", "reports": […]}`.
    private struct Reports<Report: Codable>: Codable {
        var reports: [Report]
    }

    private func write(_ reports: [some Codable], to name: String, format: String) throws {
        try write(
            CanonicalJSON.text(Versioned(Reports(reports: reports), format: format), .indented) + "\n", to: name)
    }

    /// The reports of a file; none where there is no file.
    ///
    /// - Parameter earlier: reads the text of a file without a version, which is a list of reports.
    private func reports<Report: Codable>(
        in name: String, format: String, earlier: (String) throws -> [Report]
    ) throws -> [Report] {
        let url = folder.appendingPathComponent(name)
        let remedy = "restore it from a copy, or remove it to do without what it says"
        let text: String?
        do {
            text = try ReadableFile.text(ifAt: url, limit: Self.largestFile)
        } catch {
            throw StudyError("\(error); \(remedy)")
        }
        guard let text else { return [] }
        do {
            guard text.first(where: { !$0.isWhitespace }) != "[" else { return try earlier(text) }
            let found = try CanonicalJSON.value(Version.self, of: text).format
            guard found == format else {
                throw StudyError("\(url.path) has the format '\(found)', this program reads \(format); \(remedy)")
            }
            return try CanonicalJSON.value(Reports<Report>.self, of: text).reports
        } catch let error as StudyError {
            throw error
        } catch {
            throw StudyError("\(url.path) is damaged: it is not the JSON that a study writes; \(remedy)")
        }
    }

    /// What says how to read the rest.
    private struct Version: Decodable {
        let format: String
    }

    /// More than reports of a thousand datasets take.
    private static let largestFile = 1 << 28

    /// `trials.ndjson`: a line for each trial, how it ended and how long it took.
    func writeTrials(_ outcomes: [TrialOutcome]) throws {
        struct Line: Encodable {
            var trial: Int
            var dataset: String
            var algorithm: String
            var parameters: [String: ParameterValue]
            var state: String
            var message: String?
            var seconds: Double
        }
        let lines = try outcomes.map { outcome in
            let line = Line(
                trial: outcome.plan.number, dataset: outcome.plan.dataset, algorithm: outcome.plan.algorithm,
                parameters: outcome.plan.parameters.values, state: outcome.state.rawValue, message: outcome.message,
                seconds: outcome.seconds)
            return try CanonicalJSON.text(line) + "\n"
        }
        try write(lines.joined(), to: "trials.ndjson")
    }

    /// `costs.csv`: what the chosen trials cost on the sealed tests. Times differ from run to run, so that they are
    /// kept apart from the measurements.
    func writeCosts(plan: StudyPlan, store: StudyStore) throws {
        var text = CSVLine.text([
            "trial", "dataset", "algorithm", "replicate", "fit_seconds", "scores_per_second", "peak_memory_bytes",
            "model_bytes",
        ])
        for trial in plan.trials {
            for (replicate, cost) in try store.costs(trial: trial.number).enumerated() {
                text += CSVLine.text([
                    String(trial.number), trial.dataset, trial.algorithm, String(replicate), "\(cost.fitSeconds)",
                    "\(cost.scoresPerSecond)", cost.peakMemoryBytes.map(String.init) ?? "", String(cost.modelBytes),
                ])
            }
        }
        try write(text, to: "costs.csv")
    }

    static func scores(of algorithm: String, on dataset: String, replicate: Int, in folder: URL) -> URL {
        folder.appendingPathComponent("scores").appendingPathComponent(dataset)
            .appendingPathComponent("\(algorithm)-\(replicate).csv")
    }

    /// `scores/DATASET/ALGORITHM-REPLICATE.csv`: the cases of a sealed test with their scores, so that others can
    /// measure them anew. Users and resources are numbers: names stay in the dataset.
    func writeScores(
        _ cases: [ScoredAccess], scenarios: [String], dataset: String, algorithm: String, replicate: Int
    ) throws {
        let file = Self.scores(of: algorithm, on: dataset, replicate: replicate, in: folder)
        try FileError.naming(file) {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        }
        let output = try WholeFile(at: file)
        try output.write(Data("score,label,user,resource,scenario,incident,severity,step,time\n".utf8))
        var text = ""
        for item in cases {
            let access = item.access, step = access.step
            let score = item.score.value.map { "\($0)" } ?? ""
            let time = access.time?.description ?? ""
            text += "\(score),\(access.isInjected ? 1 : 0),\(access.user),\(access.resource),"
            text += step.map { "\(scenarios[$0.scenario]),\($0.attack),\($0.severity),\($0.step)," } ?? ",,,,"
            text += time + "\n"
            if text.utf8.count > 1 << 16 {
                try output.write(Data(text.utf8))
                text = ""
            }
        }
        try output.write(Data(text.utf8))
        try output.finish()
    }

    /// `metrics.csv`: every measurement in long form. Rows of single replicates have an interval on the sealed test;
    /// the row `mean` has the one over the replicates. The note says how it was made, or why a measurement is
    /// undefined.
    func writeMetrics(plan: StudyPlan, store: StudyStore) throws {
        var text = CSVLine.text([
            "trial", "dataset", "algorithm", "phase", "replicate", "initialization", "slice", "metric", "value",
            "ci_low", "ci_high",
            "note",
        ])
        let phases = plan.rungs.map { TrialPhase.rung(steps: $0) } + [.validation, .refit, .test]
        for trial in plan.trials {
            for phase in phases {
                text += rows(of: try store.measurements(trial: trial.number, phase: phase), trial: trial, phase: phase)
            }
        }
        try write(text, to: "metrics.csv")
    }

    private func rows(of measurements: [ReplicateMeasurement], trial: TrialPlan, phase: TrialPhase) -> String {
        func row(_ measurement: Evaluation.Measurement, _ replicate: [String], _ rest: [String]) -> String {
            CSVLine.text(
                [String(trial.number), trial.dataset, trial.algorithm, phase.description] + replicate
                    + [measurement.slice, measurement.metric] + rest)
        }
        var text = ""
        let sorted = measurements.sorted {
            ($0.measurement.metric, $0.measurement.slice, $0.replicate, $0.initialization)
                < ($1.measurement.metric, $1.measurement.slice, $1.replicate, $1.initialization)
        }
        for (index, item) in sorted.enumerated() {
            let replicate = [String(item.replicate), String(item.initialization)]
            switch item.measurement.value {
            case .defined(let value):
                let bounds = [item.measurement.interval?.lowerBound, item.measurement.interval?.upperBound].map {
                    $0.map { "\($0)" } ?? ""
                }
                text += row(
                    item.measurement, replicate,
                    ["\(value)"] + bounds + [item.measurement.method ?? "no interval asked for"])
            case .undefined(let reason): text += row(item.measurement, replicate, ["", "", "", reason])
            }
            let next = index + 1 < sorted.count ? sorted[index + 1].measurement : nil
            guard next?.metric != item.measurement.metric || next?.slice != item.measurement.slice else { continue }
            guard let estimate = sorted.estimate(metric: item.measurement.metric, slice: item.measurement.slice) else {
                text += row(item.measurement, ["mean", ""], ["", "", "", "undefined in a replicate"])
                continue
            }
            let interval = [estimate.interval?.lowerBound, estimate.interval?.upperBound]
            text += row(
                item.measurement, ["mean", ""],
                ["\(estimate.value)"] + interval.map { $0.map { "\($0)" } ?? "" } + [estimate.method])
        }
        return text
    }

    private func write(_ text: String, to name: String) throws {
        try WholeFile.write(text, to: folder.appendingPathComponent(name))
    }
}
