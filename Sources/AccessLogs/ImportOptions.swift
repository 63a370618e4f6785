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
    /// The zone of times that do not say theirs; where it is nil, records with such times are malformed.
    public var timeZone: LocalZone?
    /// Whether day or month stands first in dates such as 3/5/2024; nil where each log has to tell by itself.
    public var dateOrder: DateOrder?
    /// The year of times that say none, as in syslog's older form; nil where there are none.
    public var year: Int?
    /// The folders that are shares, for events that name files; nil where such events do not count. They count as events
    /// 5145 do.
    public var sharedFolders: SharedFolders?
    /// The encoding of texts that are neither UTF-8 nor UTF-16, by its name: `windows-1252`, `ibm850`.
    public var encoding: String?
    /// What becomes of computers that are named in short and in full.
    public var computerNames = ComputerNames.joined
    /// Whether a record that cannot be understood ends the import.
    public var strict = false
    /// Whether records count that are left in the unused room of binary event logs.
    public var carvesRemains = false

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
        case timeZone = "time_zone"
        case dateOrder = "date_order"
        case year
        case sharedFolders = "shared_folders"
        case encoding
        case computerNames = "computer_names"
        case strict
        case carvesRemains = "carve"
    }

    /// Reads options; earlier versions had fewer of them.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        columns = try container.decodeIfPresent(ColumnMapping.self, forKey: .columns)
        includeObjectChecks = try container.decode(Bool.self, forKey: .includeObjectChecks)
        resourceScope = try container.decode(ResourceIdentity.Scope.self, forKey: .resourceScope)
        filters = try container.decode(FilterSelection.self, forKey: .filters)
        allowList = try container.decode([String].self, forKey: .allowList)
        allowListWritten = try container.decodeIfPresent(String.self, forKey: .allowListWritten)
        allowListModified = try container.decodeIfPresent(String.self, forKey: .allowListModified)
        timeZone = try container.decodeIfPresent(LocalZone.self, forKey: .timeZone)
        dateOrder = try container.decodeIfPresent(DateOrder.self, forKey: .dateOrder)
        year = try container.decodeIfPresent(Int.self, forKey: .year)
        sharedFolders = try container.decodeIfPresent(SharedFolders.self, forKey: .sharedFolders)
        encoding = try container.decodeIfPresent(String.self, forKey: .encoding)
        computerNames = try container.decodeIfPresent(ComputerNames.self, forKey: .computerNames) ?? .joined
        strict = try container.decode(Bool.self, forKey: .strict)
        carvesRemains = try container.decodeIfPresent(Bool.self, forKey: .carvesRemains) ?? false
    }

    /// Writes options; those that earlier versions did not have only where they are not as usual.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(columns, forKey: .columns)
        try container.encode(includeObjectChecks, forKey: .includeObjectChecks)
        try container.encode(resourceScope, forKey: .resourceScope)
        try container.encode(filters, forKey: .filters)
        try container.encode(allowList, forKey: .allowList)
        try container.encodeIfPresent(allowListWritten, forKey: .allowListWritten)
        try container.encodeIfPresent(allowListModified, forKey: .allowListModified)
        try container.encodeIfPresent(timeZone, forKey: .timeZone)
        try container.encodeIfPresent(dateOrder, forKey: .dateOrder)
        try container.encodeIfPresent(year, forKey: .year)
        try container.encodeIfPresent(sharedFolders, forKey: .sharedFolders)
        try container.encodeIfPresent(encoding, forKey: .encoding)
        if computerNames != .joined { try container.encode(computerNames, forKey: .computerNames) }
        try container.encode(strict, forKey: .strict)
        if carvesRemains { try container.encode(carvesRemains, forKey: .carvesRemains) }
    }
}
