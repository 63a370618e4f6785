package import Search

/// How a trial ended.
package struct TrialOutcome: Sendable {
    package let plan: TrialPlan
    package let state: TrialState
    /// Why it failed, or when it was pruned.
    package let message: String?
    /// The time that fitting and measuring took.
    package let seconds: Double
    /// The validation measurements of all replicates; none of a trial that was pruned.
    package let measurements: [ReplicateMeasurement]
}
