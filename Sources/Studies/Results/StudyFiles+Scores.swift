import AccessLogs
import Evaluation
import Files
import Foundation
import Interactions

extension StudyFiles {
    /// The file of an algorithm's scores on a sealed test.
    static func scores(of algorithm: String, on dataset: String, replicate: Int, in folder: URL) -> URL {
        folder.appendingPathComponent(scoresName(of: algorithm, on: dataset, replicate: replicate))
    }

    /// Its path within the study's folder.
    static func scoresName(of algorithm: String, on dataset: String, replicate: Int) -> String {
        "\(StudyFileName.scores.rawValue)/\(dataset)/\(algorithm)-\(replicate).csv"
    }

    /// Removes what an earlier, interrupted measurement left of a sealed test's scores.
    func removeScores(of dataset: String) throws {
        let folder = StudyFileName.scores.url(in: folder).appendingPathComponent(dataset)
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        try FileError.naming(folder) { try FileManager.default.removeItem(at: folder) }
    }

    /// Those that a ``ScoredTable`` reads, and where in an attack an access is.
    private static let scoreColumns = [
        ScoredTable.Column.score.rawValue, ScoredTable.Column.label.rawValue, ScoredTable.Column.user.rawValue,
        ScoredTable.Column.resource.rawValue, ScoredTable.Column.scenario.rawValue,
        ScoredTable.Column.attack.rawValue, "severity", "step", ScoredTable.Column.time.rawValue,
    ]

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
        var text = CSVLine.text(Self.scoreColumns)
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
        // Where the program ends before this, the test is not stored as measured, and is measured anew.
        try store?.seal(
            file: Self.scoresName(of: algorithm, on: dataset, replicate: replicate), sha256: FileDigest.sha256(of: file)
        )
    }
}
