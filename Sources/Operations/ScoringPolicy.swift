package import Evaluation

/// What is printed of the accesses that a session scores.
package enum ScoringPolicy: Hashable, Sendable {
    /// Every access in the order of the input, whatever the filters of the bundle drop.
    case everything
    /// The accesses above a threshold, as ``AlertPolicy`` chooses them.
    ///
    /// Where `scoresNewcomers`, users and resources that training does not know are scored by their other accesses
    /// (``NewcomerScorer``).
    case alerts(above: Threshold, scoresNewcomers: Bool)

    /// The score that an alert exceeds.
    package enum Threshold: Hashable, Sendable {
        /// That of the bundle's usual operating point.
        case ofBundle
        /// That of the bundle's operating point for a number of alerts a day.
        case alertsPerDay(Double)
        /// This one.
        case score(Double)
    }
}

/// Something that a model cannot do.
package enum ScoringRefusal: Error, Hashable, Sendable {
    /// A model of the reference has no threshold.
    case noThresholdOfReference
    /// The bundle has no operating point.
    case noThresholdOfBundle
    /// The bundle has these operating points, but does not say which of them is usual.
    case noDefaultThreshold([OperatingPoint])
    /// The bundle has operating points, but for other numbers of alerts a day.
    case otherBudgets([Double])
    /// The bundle has these operating points, which promise alerts over the held-out part of its training log and not a
    /// day: it was trained without times.
    case noDays([OperatingPoint])
    /// A model of the reference cannot score newcomers.
    case noNewcomersOfReference
    /// The bundle's algorithm cannot score newcomers, or its scores are normalised.
    case noNewcomers(algorithm: String)
}
