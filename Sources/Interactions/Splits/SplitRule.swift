public import AccessLogs
public import Parameters
public import Statistics

/// A way of dividing a log into folds for validation and a sealed test.
///
/// A rule is one file with one conforming type, and one line in ``SplitRules/standard``. Experiments know rules by this
/// protocol alone.
public protocol SplitRule: Hashable, Sendable {
    /// The name in experiment files, in kebab case.
    var id: String { get }
    /// The question that the division answers, in a few words.
    var summary: String { get }
    /// The keys of experiment files, in the order in which they are written.
    var parameters: ParameterList { get }
    /// The values of ``parameters``; those that are not given are left out.
    var values: [String: ParameterValue] { get }

    /// The rule with other values.
    ///
    /// - Throws: ``SplitError`` where the values do not suit each other.
    func with(_ values: ParameterSet) throws(SplitError) -> Self

    /// Divides a log once for each replicate.
    ///
    /// - Returns: one split for each replicate, all with the same test fold.
    /// - Throws: ``SplitError`` where a part would be empty, or accesses lack what the rule goes by.
    func splits(
        of log: AccessLog, population: Population, replicates: Int, seed: Seed
    ) throws(SplitError) -> [Split]

    /// The validation folds of each replicate. The default is one.
    var validationFolds: Int { get }
    /// Whether replicates may be divided differently, so that each holds the index of every access. The default is true.
    var dividesAnew: Bool { get }
    /// Whether accesses are held out without regard to time, so that measurements per day are undefined. The default is
    /// false.
    var isTimeless: Bool { get }
    /// What differs from replicate to replicate: `injection and start vary`.
    var variation: String { get }
    /// The size of the sealed test over that of its training set, by the fractions that are asked for.
    var testToTraining: Double { get }
}

extension SplitRule {
    /// One.
    public var validationFolds: Int { 1 }
    /// True.
    public var dividesAnew: Bool { true }
    /// False.
    public var isTimeless: Bool { false }
}
