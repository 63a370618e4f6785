/// One opening of a sealed test: a line of an ``OpeningsLedger``.
struct TestOpening: Hashable, Sendable, Codable {
    /// Tells the line from all others, so that two ledgers that hold it count it once.
    let id: String
    /// ISO 8601.
    let time: String
    /// The digests of ``TestIdentity``.
    let data: String
    let test: String
    /// The names that the study has for the data and for itself.
    let dataset: String
    let experiment: String
    /// The root of the study's random streams.
    let seed: UInt64
    /// Tells the study from all others: ``OpeningHistory/study``.
    let study: String
    /// The SHA-256 of the resolved specification.
    let specification: String
    /// The version of the program.
    let program: String
    /// The programs of others that were shown the cases by lints, before the test was opened; nil for an opening.
    var shownTo: [String]?
}
