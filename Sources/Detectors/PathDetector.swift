public import Interactions

/// A detector that can begin from what it learned of the same matrix with other settings.
///
/// Along falling values of one parameter solutions lie close to each other: where a fit from a random start takes many
/// steps, the next one on the path takes few (Hastie, Mazumder, Lee and Zadeh, "Matrix completion and low-rank SVD via
/// fast alternating least squares", JMLR 16, 2015, section 4). As the objective is not convex, the model at the end of a
/// path is not the one that a fit by itself finds: good enough to choose settings by, not to report.
public protocol PathDetector: Detector {
    /// The parameter along whose falling values fits follow each other.
    static var pathParameter: String { get }

    /// Learns from the matrix until a step improves little, beginning where another fit to it ended.
    ///
    /// - Parameter previous: what was learned with the next larger value of ``pathParameter`` and otherwise the same
    ///   parameters; nil for a start of one's own.
    /// - Throws: ``DetectorError`` where the data do not admit a model; `CancellationError`.
    func fit(
        _ matrix: InteractionMatrix, _ context: FitContext, after previous: (any FittedDetector)?
    ) throws -> any FittedDetector
}
