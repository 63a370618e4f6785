public import Parameters

/// A detector that can begin from what it learned of the same matrix with other settings.
///
/// Along falling values of one parameter solutions lie close to each other: where a fit from a random start takes many
/// steps, the next one on the path takes few (Hastie, Mazumder, Lee and Zadeh, "Matrix completion and low-rank SVD via
/// fast alternating least squares", JMLR 16, 2015, section 4). As the objective is not convex, the model at the end of a
/// path is not the one that a fit by itself finds: good enough to choose settings by, not to report.
public protocol PathDetector: SteppedDetector {
    /// The parameter along whose falling values fits follow each other.
    static var pathParameter: Parameter<Double> { get }

    /// A training on the same matrix that begins where another one ended; it has taken no step of its own. As settings
    /// are alike, it ends soon where it runs until it converges (``DetectorTraining/converge()``).
    ///
    /// - Parameter previous: one with the next larger value of ``pathParameter`` and otherwise the same parameters.
    func training(after previous: Training) -> Training
}
