import Files
import Interactions

/// What tells one sealed test from another, whatever the study, its folder, its name and its root seed are called.
///
/// A simulated dataset is what its columns are: they follow from the simulator, its parameters and its seed, so that
/// another seed is other data. Rows in another order are the same data.
struct TestIdentity: Hashable, Sendable {
    /// What the accesses of the dataset are, in whatever order (`LogFingerprint`).
    let data: String
    /// The digest of the data and of what the test folds are.
    let test: String
    /// The same as programs wrote it down that went by the digest of the dataset's columns.
    let former: Former

    /// The digests of earlier ledgers.
    struct Former: Hashable, Sendable, Codable {
        let data: String
        let test: String
    }

    /// Where a rule divides by time alone, the test is what happened on its days. Where it draws at random, it is what
    /// may be drawn: other root seeds draw other accesses of the same kind, and trying them is trying chance.
    ///
    /// - Throws: `FileError` where no digest can be made.
    init(data: String, columnsDigest: String, split: any SplitRule, test: Fold?) throws {
        let folds: String
        if !split.dividesAnew, let days = test?.window.days {
            folds = "days \(days.lowerBound) to \(days.upperBound)"
        } else {
            let values = split.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            folds = ([split.id] + values).joined(separator: " ")
        }
        func digest(_ data: String) throws -> String {
            "sha256:" + (try FileDigest.sha256(ofText: "\(data)\n\(folds)"))
        }
        self.data = data
        self.test = try digest(data)
        former = Former(data: columnsDigest, test: try digest(columnsDigest))
    }
}
