/// How the rows of ``RidgeRegressions`` are solved.
public enum RidgeSolver: Hashable, Sendable {
    /// Exactly, by Cholesky's factorisation of the smaller of two systems: one equation for each feature, or one for
    /// each entry of the row.
    case cholesky
    /// By `steps` steps of conjugate gradients from the present solution, in coordinates in which the part that all
    /// rows share is the identity. Rows of more than 4096 entries are solved exactly.
    case conjugateGradient(steps: Int)
    /// By the cheaper of these two methods: by conjugate gradients where few steps reduce |b − Ax|² to less than
    /// `tolerance` times |x|², and exactly elsewhere.
    ///
    /// As no eigenvalue of A is below one, the row's objective is within |b − Ax|² of the least, while the solution has
    /// lowered it by at least |x|². Rows whose weights differ much take many steps.
    case automatic(tolerance: Float)
    /// One pass over the coordinates in blocks of this size, each solved exactly while the others are fixed.
    case blockCoordinateDescent(block: Int)
    /// Exactly, up to a tolerance, among the vectors without negative elements: by coordinate descent.
    case nonNegative

    var needsWhitening: Bool {
        switch self {
        case .cholesky, .conjugateGradient, .automatic: true
        case .blockCoordinateDescent, .nonNegative: false
        }
    }

    /// Whether it works on a long row part by part, each part once, and not on all entries repeatedly.
    var takesParts: Bool {
        switch self {
        case .cholesky, .conjugateGradient, .automatic: true
        case .blockCoordinateDescent, .nonNegative: false
        }
    }

    var startsWarm: Bool { self != .cholesky }
}
