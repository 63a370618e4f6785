public import Files

/// What an import found, and what became of it.
public struct ImportSummary: Hashable, Sendable, Encodable {
    /// One log that was read.
    public struct File: Hashable, Sendable, Encodable {
        /// The file, and the member where the file is an archive.
        public var name: String
        /// The id of the log's format; nil where the log is empty.
        public var format: String?
        /// The records in it, of all kinds.
        public var records = 0
        /// Those among them that cannot be understood; a log that breaks off counts as one more.
        public var malformed = 0

        /// Whether it has records, and none of them can be understood.
        public var isMalformed: Bool { records > 0 && malformed >= records }

        /// The first of these.
        public var firstMalformed: FileError?
        /// The records that were understood and are neither share events nor rows of a table.
        public var otherRecords = 0

        enum CodingKeys: String, CodingKey {
            case name, format, records, malformed
            case firstMalformed = "first_malformed"
            case otherRecords = "other_records"
        }

        /// Writes the file with what was found in it.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encodeIfPresent(format, forKey: .format)
            try container.encode(records, forKey: .records)
            try container.encode(malformed, forKey: .malformed)
            try container.encodeIfPresent(firstMalformed?.description, forKey: .firstMalformed)
            try container.encode(otherRecords, forKey: .otherRecords)
        }
    }

    /// The files that were read, in their order.
    public var files: [File] = []
    /// Records of all kinds, the malformed ones among them.
    public var recordsRead = 0
    /// Events 5140.
    public var shareAccesses = 0
    /// Events 5145.
    public var objectChecks = 0
    /// Rows of tables.
    public var tableRows = 0
    /// The accesses that no filter dropped.
    public var accessesKept = 0
    /// The accesses that each applied filter dropped.
    public var dropped: [Dropped] = []
    /// Events 5145 that count as part of another one's access.
    public var mergedObjectChecks = 0
    /// Events 5145 that do not count because they were not asked for.
    public var objectChecksNotRequested = 0
    /// The files and members of archives that were passed over because their format is not recognised.
    public var unrecognized: [String] = []
    /// What else was not read, or not to its end, and why.
    public var unread: [UnreadInput] = []
    /// The records that could not be understood.
    public var malformed = 0
    /// The first malformed records; at most ``malformedExampleLimit`` of them.
    public var malformedExamples: [FileError] = []

    /// Names of accounts that were other spellings of one account, by its security identifier.
    public var joinedAccounts = 0
    /// Names of resources that were other spellings, of a computer that is named in short and in full.
    public var joinedResources = 0
    /// What was assumed of records.
    public var remarks = ImportRemarks()
    /// The first records that have the number of a share event in them and say of no event which it is; at most
    /// ``unclearExampleLimit`` of them.
    public var unclearExamples: [FileError] = []

    /// How many accesses a filter dropped.
    public struct Dropped: Hashable, Sendable {
        /// The filter's id.
        public var filter: String
        /// How many accesses the filter dropped.
        public var count: Int
    }

    /// The most malformed records that are quoted.
    public static let malformedExampleLimit = 10

    /// The most unclear records that are quoted.
    public static let unclearExampleLimit = 3

    /// The summary of an import that has read nothing.
    public init() {}

    /// Whether all that was to be read was read: no file failed or broke off, no file has malformed records only, and no
    /// record has the number of a share event in it without saying which event it is.
    /// Files that were left out or are of no known format are told apart: folders hold other things than logs.
    public var isComplete: Bool {
        unread.allSatisfy { $0.cause == .leftOut } && files.allSatisfy { !$0.isMalformed } && remarks.unclear == 0
    }

    enum CodingKeys: String, CodingKey {
        case files
        case recordsRead = "records_read"
        case shareEvents = "share_events"
        case tableRows = "table_rows"
        case accessesKept = "accesses_kept"
        case dropped
        case mergedObjectChecks = "merged_5145"
        case objectChecksNotRequested = "not_requested_5145"
        case unrecognized = "unrecognised"
        case unread
        case malformed
        case malformedExamples = "malformed_examples"
        case remarks
        case joinedAccounts = "joined_accounts"
        case joinedResources = "joined_resources"
        case unclearExamples = "unclear_examples"
    }

    /// Writes the counts as `--json` shows them.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(files, forKey: .files)
        try container.encode(recordsRead, forKey: .recordsRead)
        try container.encode(["5140": shareAccesses, "5145": objectChecks], forKey: .shareEvents)
        try container.encode(tableRows, forKey: .tableRows)
        try container.encode(accessesKept, forKey: .accessesKept)
        let counts = dropped.map { ($0.filter, $0.count) }
        try container.encode(Dictionary(counts) { $0 + $1 }, forKey: .dropped)
        try container.encode(mergedObjectChecks, forKey: .mergedObjectChecks)
        try container.encode(objectChecksNotRequested, forKey: .objectChecksNotRequested)
        try container.encode(unrecognized, forKey: .unrecognized)
        if !unread.isEmpty { try container.encode(unread, forKey: .unread) }
        try container.encode(malformed, forKey: .malformed)
        try container.encode(malformedExamples.map(\.description), forKey: .malformedExamples)
        if remarks != ImportRemarks() { try container.encode(remarks, forKey: .remarks) }
        if joinedAccounts > 0 { try container.encode(joinedAccounts, forKey: .joinedAccounts) }
        if joinedResources > 0 { try container.encode(joinedResources, forKey: .joinedResources) }
        if !unclearExamples.isEmpty {
            try container.encode(unclearExamples.map(\.description), forKey: .unclearExamples)
        }
    }
}
