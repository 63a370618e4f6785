/// Which incidents become alerts.
package struct IncidentPolicy: Hashable, Sendable {
    /// The evidence that an alert exceeds.
    package var threshold: Threshold
    /// Whether the threshold follows what recent days had (``AdaptiveThreshold``); a threshold that is given as evidence
    /// does not.
    package var isAdaptive: Bool

    /// How a threshold is named.
    package enum Threshold: Hashable, Sendable {
        /// That of the bundle's usual alert budget.
        case ofBundle
        /// The one that promises this number of benign alerts on a mean day.
        case alertsPerDay(Double)
        /// This evidence, −log₁₀ of a tail probability.
        case evidence(Double)
    }

    package init(threshold: Threshold = .ofBundle, isAdaptive: Bool = true) {
        self.threshold = threshold
        self.isAdaptive = isAdaptive
    }
}
