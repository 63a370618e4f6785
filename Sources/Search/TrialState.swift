/// The state of a trial.
public enum TrialState: String, CaseIterable, Hashable, Sendable, Codable {
    case complete
    case failed
    /// Stopped early because it could no longer win.
    case pruned
}
