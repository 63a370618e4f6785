/// When, and on what part of the data, a measurement was made.
package enum TrialPhase: Hashable, Sendable, CustomStringConvertible {
    /// On validation after `steps` steps, where trials are compared and pruned.
    case rung(steps: Int)
    /// Where settings and thresholds are chosen.
    case validation
    /// The same, with the chosen settings fitted by themselves where trials were fitted from one another.
    case refit
    /// The sealed test, opened for the chosen settings only.
    case test
    /// The means over the replicates of the sealed test, whose intervals know of the replicates' cases.
    case testMean

    /// The name in files.
    package var description: String {
        switch self {
        case .rung(let steps): "rung@\(steps)"
        case .validation: "validation"
        case .refit: "refit"
        case .test: "test"
        case .testMean: "test mean"
        }
    }

    /// Whether a text names a phase.
    static func isName(_ text: String) -> Bool {
        if text.hasPrefix("rung@") { return Int(text.dropFirst(5)).map { $0 > 0 } ?? false }
        return [TrialPhase.validation, .refit, .test, .testMean].map(\.description).contains(text)
    }
}
