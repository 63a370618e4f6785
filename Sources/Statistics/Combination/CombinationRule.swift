/// A way of making one tail probability of several that bear on the same case.
///
/// Tail probabilities go in and come out as *evidence*, −log₁₀ p: products of small probabilities are too small for
/// numbers. A rule is one file with one conforming type.
public protocol CombinationRule: Sendable {
    /// The name in files and on the command line, in kebab case: `fisher`.
    static var id: String { get }
    /// One sentence that says what kind of evidence the rule answers to.
    static var summary: String { get }

    /// - Parameter benign: the evidence of cases in which nothing is wrong, `cases × signals`; what a rule learns of it,
    ///   such as how the signals go together. Empty where nothing is known.
    /// - Throws: ``StatisticsError`` for evidence that is not finite.
    init(fittedTo benign: [[Double]]) throws(StatisticsError)

    /// The evidence of all signals together.
    ///
    /// - Parameter evidence: of each signal, at least 0; 0 without signals.
    func combined(_ evidence: [Double]) -> Double
}
