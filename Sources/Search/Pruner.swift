public import Parameters

/// A rule that ends trials early which can no longer win.
///
/// Trials of a detector that learns in steps are compared after equally many of them, on rungs: the best continue. A
/// pruner is a pure value that says where the rungs are and how many trials continue, so that the same trials are pruned
/// however often a study was interrupted. It is one file with one conforming type, and one line in
/// ``Pruners/standard``.
public protocol Pruner: Hashable, Sendable {
    /// The name in experiment files, in kebab case.
    static var id: String { get }
    /// What becomes of the trials, in one sentence or less.
    static var summary: String { get }
    /// The keys of experiment files, in the order in which they are written.
    static var parameters: ParameterList { get }

    /// - Parameter values: values for ``parameters``.
    /// - Throws: ``SearchError`` for values that each are in range, and still lose the best trial.
    init(_ values: ParameterSet) throws(SearchError)

    /// The values of ``parameters``.
    var values: [String: ParameterValue] { get }

    /// The steps after which trials are compared, ascending, where the longest trial takes `steps` steps.
    func rungs(below steps: Int) -> [Int]

    /// How many of the trials that are compared on a rung continue; at least one.
    func survivors(of trials: Int) -> Int
}
