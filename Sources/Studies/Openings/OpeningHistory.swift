package import Evaluation

/// What ``StudyFileName/openings`` keeps of a dataset's sealed test: which study this is, and what the ledgers told
/// when the test was opened.
package struct OpeningHistory: Hashable, Sendable, Codable {
    package let dataset: String
    /// A random name of the study, which goes where its folder goes. A study that goes on after an interruption is
    /// thereby the same; one that is begun anew is another.
    package let study: String
    /// The digests of the data and of the test.
    package let data: String
    package let test: String
    /// The same as earlier programs wrote it into ledgers; nil where this was written by one.
    let former: TestIdentity.Former?
    /// What was opened before; nil where the test was not opened yet.
    package let earlier: EarlierOpenings?

    init(dataset: String, study: String, identity: TestIdentity, earlier: EarlierOpenings?) {
        self.dataset = dataset
        self.study = study
        data = identity.data
        test = identity.test
        former = identity.former
        self.earlier = earlier
    }
}
