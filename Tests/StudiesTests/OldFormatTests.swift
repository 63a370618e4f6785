import Evaluation
import Experiments
import Foundation
import Statistics
@testable import Studies
import StudySupport
import Testing
import TestSupport

@Suite("A study of an old version")
struct OldFormatTests {
    let folder = TemporaryFolder()

    private static let study = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/study-format-1")

    /// A copy that may be written to.
    private func copy() throws -> URL {
        try FileManager.default.copyItem(at: Self.study, to: folder["study"])
        return folder["study"]
    }

    /// The measurements of the sealed tests in `metrics.csv`, one a line.
    private func measurements(in metrics: String) -> Set<String> {
        let rows = metrics.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        return Set(
            rows.filter { $0[3] == "test" && $0[4] != "mean" && !$0[8].isEmpty }
                .map { ($0[0...2] + $0[4...8]).joined(separator: ",") })
    }

    @Test("opens with the measurements of its metrics.csv")
    func opens() throws {
        let study = try FinishedStudy(at: copy(), components: StudyComponents())
        let expected = measurements(in: try folder.text(of: "study/metrics.csv"))
        let found = study.datasets.flatMap { dataset in
            dataset.algorithms.flatMap { measured in
                measured.measurements.compactMap { item -> String? in
                    guard case .defined(let value) = item.measurement.value else { return nil }
                    return [
                        "\(measured.trial.number)", dataset.name, measured.trial.algorithm, "\(item.replicate)",
                        "\(item.initialization)", item.measurement.slice, item.measurement.metric, "\(value)",
                    ].joined(separator: ",")
                }
            }
        }
        #expect(!expected.isEmpty)
        #expect(Set(found) == expected)
    }

    @Test("is finished when it is run again: nothing is measured anew, and metrics.csv stays as it is")
    func runAgain() throws {
        let specification = try ExperimentSpecification(
            contentsOf: copy().appending(path: "specification.yaml").path, catalogue: StudyComponents().catalogue)
        let before = try ["metrics.csv", "specification.yaml", "lints.json", "operation.json", "unsealed.log"].map {
            try folder.text(of: "study/" + $0)
        }
        try FileManager.default.removeItem(at: folder["study/metrics.csv"])
        let watch = StudyWatch()
        try watch.run(specification, in: folder["study"])
        #expect(watch.unsealings == 0)
        let after = try ["metrics.csv", "specification.yaml", "lints.json", "operation.json", "unsealed.log"].map {
            try folder.text(of: "study/" + $0)
        }
        #expect(after.dropFirst() == before.dropFirst())
        // The file has gained a column, and the intervals of means another method.
        func values(_ rows: [Substring]) -> [Substring] {
            rows.map { row in
                guard row.contains(",mean,") else { return row }
                return Substring(
                    row.split(separator: ",", omittingEmptySubsequences: false).prefix(9).joined(separator: ","))
            }
        }
        let rows = try #require(before.first).split(separator: "\n").dropFirst()
        let rewritten = try #require(after.first).split(separator: "\n").dropFirst().map { $0.dropLast() }
        #expect(rewritten.count == rows.count)
        for (one, other) in zip(values(rewritten), values(Array(rows))) { #expect(one == other) }
    }

    @Test("has the figures of its operation.json, and the findings of its lints.json")
    func reports() throws {
        let files = StudyFiles(try copy())
        let text = try folder.text(of: "study/operation.json")
        let old = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])[0]
        // That reader is wrong in the last bit of some numbers; the file has the very numbers.
        func isSame(_ found: Double?, _ old: Any?) -> Bool {
            guard let found, let old = old as? Double else { return found == nil && old == nil }
            let exact = found == found.rounded() ? "\(Int(found))" : "\(found)"
            return abs(found - old) < 1e-12 && text.contains(exact)
        }
        let report = try #require(try files.operations().first)
        #expect(report.dataset == old["dataset"] as? String && report.algorithm == old["algorithm"] as? String)
        let points = try #require(old["operating_points"] as? [[String: Any]])
        try #require(report.operatingPoints.count == points.count && !points.isEmpty)
        for (point, old) in zip(report.operatingPoints, points) {
            #expect(isSame(point.promised.alertBudget, old["promised_alerts"]))
            #expect(isSame(point.promised.noiseRate, old["promised_noise_rate"]))
            #expect(isSame(point.achieved.budgetError, old["budget_error"]))
            for (estimate, key) in [
                (point.promised.threshold, "threshold"), (point.achieved.alertsPerDay, "achieved_alerts"),
                (point.achieved.recall, "recall"), (point.achieved.precision, "precision"),
            ] {
                let old = old[key] as? [String: Any]
                #expect(isSame(estimate?.value, old?["value"]))
                #expect(isSame(estimate?.interval?.lowerBound, old?["low"]))
                #expect(isSame(estimate?.interval?.upperBound, old?["high"]))
                #expect(estimate?.method == old?["method"] as? String)
            }
        }
        let calibration = try #require(old["calibration"] as? [String: Any])
        #expect(isSame(report.calibration?.prevalence, calibration["prevalence"]))
        let reliability = try #require(calibration["reliability"] as? [String: [String: Any]])
        #expect(report.calibration?.reliability.count == reliability.count && !reliability.isEmpty)
        for (method, quality) in report.calibration?.reliability ?? [:] {
            #expect(isSame(quality.brierScore, reliability[method]?["brier_score"]))
            #expect(isSame(quality.expectedCalibrationError, reliability[method]?["expected_calibration_error"]))
        }
        #expect(try files.lints().count == 15)
        // Once it is written again, it has a version and is still the same.
        try files.writeOperation(report)
        #expect(try folder.text(of: "study/operation.json").contains(#""format" : "accesslab-operation/2""#))
        #expect(try files.operations() == [report])
    }

    @Test("is not read where its reports have a version that is not known")
    func later() throws {
        let files = StudyFiles(try copy())
        try folder.write(#"{"format": "accesslab-lints/9", "reports": []}"#, to: "study/lints.json")
        #expect(message { try files.lints() }?.contains("has the format 'accesslab-lints/9'") == true)
    }
}
