/// What an import makes of the first records of a log, and why: for finding out why a log is not read as expected.
public struct LogInspection: Hashable, Sendable, Encodable {
    /// The log's name.
    public var name: String
    /// The id of the format that was recognised; nil where none was.
    public var format: String?
    /// What the format is, or how the log begins where none was recognised.
    public var summary: String
    /// The columns of a table; empty for other logs.
    public var columns: [String] = []
    /// The records that were looked through, those that are no share events among them.
    public var records = 0
    /// Those among them that are other records.
    public var otherRecords = 0
    /// The first records that are not other records.
    public var shown: [Record] = []

    /// One record of a log.
    public struct Record: Hashable, Sendable, Encodable {
        /// The line, or the number of the record.
        public var line: Int
        /// What it is: `5140`, `5145`, `row`, `malformed`, `unclear`.
        public var kind: String
        /// Why it does not count; nil where it does.
        public var reason: String?
        /// What was found in it.
        public var fields: [Field] = []
        /// The access that it is; nil where it is none.
        public var access: Access?
    }

    /// A field of a record.
    public struct Field: Hashable, Sendable, Encodable {
        /// What it says: `share`.
        public var field: String
        /// As the log spells it.
        public var value: String
        /// Where it stands in the log; nil where that is not known.
        public var origin: String?
    }

    /// An access, as models know it.
    public struct Access: Hashable, Sendable, Encodable {
        /// The organisation.
        public var tenant: String
        /// Who.
        public var user: String
        /// What.
        public var resource: String
        /// In UTC; nil where the log does not say.
        public var time: String?
        /// Whether it was granted.
        public var outcome: String
    }
}
