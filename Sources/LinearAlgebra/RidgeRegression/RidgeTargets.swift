/// The numbers to which the predictions of ``RidgeRegressions`` are fitted.
public enum RidgeTargets: Hashable, Sendable {
    /// A number for each entry.
    case values([Float])
    /// Each entry's weight and a constant: where the predictions of entries are all fitted to 1, as in implicit
    /// feedback, and the constant is what a pair weighs without an entry. It takes no memory.
    case weights(plus: Float)

    /// The target of one entry.
    public func target(ofEntry entry: Int, weight: Float) -> Float {
        switch self {
        case .values(let values): values[entry]
        case .weights(let constant): weight + constant
        }
    }
}
