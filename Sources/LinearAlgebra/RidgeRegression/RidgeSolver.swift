/// How the rows of ``RidgeRegressions`` are solved.
public enum RidgeSolver: Hashable, Sendable {
    /// Exactly, by Cholesky's factorisation of the smaller of two systems: one equation for each feature, or one for
    /// each entry of the row.
    case cholesky
    /// By some steps of conjugate gradients from the present solution, in coordinates in which the part that all rows
    /// share is the identity.
    case conjugateGradient(steps: Int)
    /// One pass over the coordinates in blocks of this size, each solved exactly while the others stand.
    case blockCoordinateDescent(block: Int)
    /// Exactly, up to a tolerance, among the vectors without negative elements: by coordinate descent.
    case nonNegative

    var needsWhitening: Bool {
        switch self {
        case .cholesky, .conjugateGradient: true
        case .blockCoordinateDescent, .nonNegative: false
        }
    }

    var startsWarm: Bool { self != .cholesky }
}
