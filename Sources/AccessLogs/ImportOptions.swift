/// What an import takes from the logs, and what it leaves out.
public struct ImportOptions: Hashable, Sendable, Codable {
    /// The columns by which delimited files are read; nil where their headers say enough.
    public var columns: ColumnMapping?
    /// Whether events 5145 count: all of one logon session, share and outcome as one access.
    public var includeObjectChecks = false
    /// What counts as one resource.
    public var resourceScope = ResourceIdentity.Scope.computerAndShare
    /// Which accesses are dropped before they are counted.
    public var filters = FilterSelection.recommended
    /// Accounts and resources for the filter ``AllowList``.
    public var allowList: [String] = []
    /// When the list was written, ISO 8601, as its author states; nil where no date is stated. A list that was written with
    /// the alerts of a test window in view makes its results better than they are.
    public var allowListWritten: String?
    /// When the file of the list was last changed, in cards of earlier versions. It says nothing: a copy changes it.
    public var allowListModified: String?
    /// Whether a record that cannot be understood ends the import.
    public var strict = false
    /// Whether records count that are left in the unused room of binary event logs. Cards without it did not ask.
    public var carvesRemains: Bool {
        get { carve ?? false }
        set { carve = newValue ? true : nil }
    }
    private var carve: Bool?

    /// The recommended options.
    public init() {}

    enum CodingKeys: String, CodingKey {
        case columns
        case includeObjectChecks = "include_object_checks"
        case resourceScope = "resource_scope"
        case filters
        case allowList = "allow_list"
        case allowListWritten = "allow_list_written"
        case allowListModified = "allow_list_modified"
        case strict
        case carve
    }
}
