/// An access whose nature is known: what a detector is measured on.
public struct LabelledAccess: Hashable, Sendable {
    /// The user, an index into the log's users.
    public var user: Int32
    /// The resource, an index into the log's resources.
    public var resource: Int32
    /// The day (UTC) since 1970-01-01; nil where the data have no time.
    public var day: Int?
    public var label: Label

    /// Whether an access happened or was injected.
    public enum Label: Hashable, Sendable {
        /// It is in the log.
        case benign
        /// It was made up; the scenario's place in the experiment's list.
        case injected(scenario: Int)
    }

    public init(user: Int32, resource: Int32, day: Int?, label: Label) {
        self.user = user
        self.resource = resource
        self.day = day
        self.label = label
    }

    public var isInjected: Bool { label != .benign }
}
