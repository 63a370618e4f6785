import Files
import Interactions

/// What tells one sealed test from another, whatever the study, its folder, its name and its root seed are called.
///
/// A simulated dataset is what its columns are: they follow from the simulator, its parameters and its seed, so that
/// another seed is other data.
struct TestIdentity: Hashable, Sendable {
    /// The digest of the dataset's columns.
    let data: String
    /// The digest of the data and of what the test folds are.
    let test: String

    /// Where a rule divides by time alone, the test is what happened on its days. Where it draws at random, it is what
    /// may be drawn: other root seeds draw other accesses of the same kind, and trying them is trying chance.
    ///
    /// - Throws: `FileError` where no digest can be made.
    init(dataDigest: String, split: any SplitRule, test: Fold?) throws {
        data = dataDigest
        let folds: String
        if !split.dividesAnew, let days = test?.window.days {
            folds = "days \(days.lowerBound) to \(days.upperBound)"
        } else {
            let values = split.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            folds = ([split.id] + values).joined(separator: " ")
        }
        self.test = "sha256:" + (try FileDigest.sha256(ofText: "\(dataDigest)\n\(folds)"))
    }
}
