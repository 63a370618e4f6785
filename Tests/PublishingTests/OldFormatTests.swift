import AccessLogs
import Detectors
import Evaluation
import Foundation
import Interactions
import Parameters
import Publishing
import Testing

@Suite("A bundle of an old version")
struct OldFormatTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    private func bundle() throws -> ModelBundle {
        try ModelBundle(at: Self.fixtures.appending(path: "bundle-format-1"), detectors: .standard)
    }

    @Test("opens with its thresholds")
    func opens() throws {
        let manifest = try bundle().manifest
        #expect(manifest.algorithm == "als-implicit")
        #expect(manifest.parameters["rank"] == .integer(2))
        #expect(manifest.training.accesses == 2221)
        #expect(manifest.operatingPoints.map(\.alertBudget) == [1, 2])
        #expect(manifest.operatingPoints.map(\.threshold) == [-0.6182348321347587, -0.6182348321347587])
        #expect(manifest.defaultAlertBudget == 2)
    }

    /// On another processor the last digits differ.
    @Test("gives the scores that its own version printed")
    func scores() throws {
        let model = try bundle().model
        let table = try String(
            contentsOf: Self.fixtures.appending(path: "bundle-format-1-scores.csv"), encoding: .utf8)
        let rows = table.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.count == 600)
        let scores = try model.scores(
            of: rows.map { row in
                AccessEvent(
                    tenant: String(row[0]), user: AccountIdentity(name: String(row[1])),
                    resource: ResourceIdentity(name: String(row[2])))
            })
        for (row, score) in zip(rows, scores) {
            let value = try #require(score.value), printed = try #require(Double(row[4]))
            #expect(abs(value - printed) <= 1e-5 * max(1, abs(printed)))
            #expect(score.caseName == row[5])
        }
    }
}
