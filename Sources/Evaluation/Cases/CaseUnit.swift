/// What is scored, raised as an alert and counted.
public enum CaseUnit: String, Hashable, Sendable, Codable {
    /// A single access: a pair of a user and a resource.
    case access
    /// All that an account does in a window.
    case incident
}
