@testable import Experiments
import Foundation
import TestSupport
import Testing

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
        #expect(after == before)
    }
}
