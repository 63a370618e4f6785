/// An account in a window with the evidence that it is unusual.
package struct Incident: Hashable, Sendable {
    /// The account, the day and the accesses.
    package let window: AccountWindows.Window
    /// The evidence of each signal, in the order of the signals: −log₁₀ of its tail probability among windows in which
    /// nothing is wrong.
    package let signals: [Double]
    /// The evidence of all together.
    package let evidence: Double
    /// Whether an earlier incident of the account has as much evidence, and this is a part of it.
    package let joinsEarlier: Bool

    /// - Parameters:
    ///   - signals: the evidence of each signal, in their order.
    ///   - evidence: that of all together.
    package init(window: AccountWindows.Window, signals: [Double], evidence: Double, joinsEarlier: Bool) {
        self.window = window
        self.signals = signals
        self.evidence = evidence
        self.joinsEarlier = joinsEarlier
    }
}
