public import Search

/// How a trial ended.
public struct TrialOutcome: Sendable {
    public let plan: TrialPlan
    public let state: TrialState
    /// Why it failed, or when it was pruned.
    public let message: String?
    /// The time that fitting and measuring took.
    public let seconds: Double
    /// The validation measurements of all replicates; none of a trial that was pruned.
    public let measurements: [ReplicateMeasurement]
}
