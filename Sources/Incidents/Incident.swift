/// An account in a window with the evidence that it is unusual.
public struct Incident: Hashable, Sendable {
    /// The account, the day and the accesses.
    public let window: AccountWindows.Window
    /// The evidence of each signal, in the order of the signals: −log₁₀ of its tail probability among windows in which
    /// nothing is wrong.
    public let signals: [Double]
    /// The evidence of all together.
    public let evidence: Double
}
