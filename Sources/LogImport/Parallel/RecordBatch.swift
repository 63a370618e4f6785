import AccessLogs

/// Records of one log in a form that is quickly merged: their accounts and resources by numbers that belong to the
/// builder, in the order in which it met them.
struct RecordBatch: Sendable {
    /// Who made the records.
    let builder: Int
    /// Whether the builder has forgotten all accounts and resources, and counts from zero again.
    var startsOver = false
    /// The accounts and resources that the builder has met since its last batch.
    var users: [User] = []
    var resources: [TenantName] = []
    var records: [Record] = []
    /// The sessions of the object checks among the records, where these count.
    var sessions: [RecordFingerprint] = []
    /// The accesses of the records with all that the log says of them, where they are asked for.
    var accesses: [AccessEvent] = []
    /// The share events that could be parsed, where they are asked for.
    var shareEvents: [LocatedEvent] = []
    /// The number of records of all kinds.
    var count = 0
    var malformedCount = 0
    /// The first malformed records.
    var malformed: [Malformed] = []
    /// The first records that have the number of a share event in them and are none.
    var unclear: [Malformed] = []
    /// What was assumed of the records.
    var remarks = ImportRemarks()

    init(builder: Int) {
        self.builder = builder
    }

    struct User: Hashable, Sendable {
        var name: TenantName
        var sid: String?
    }

    struct Malformed: Sendable {
        var reason: String
        /// The line within the part of the log that is being read.
        var line: Int
    }

    struct LocatedEvent: Sendable {
        var event: ShareEvent
        /// The line within the part of the log that is being read.
        var line: Int
    }

    /// A record that stands for an access.
    struct Record: Sendable {
        /// What tells the record from all others; meaningless where `hasFingerprint` is false.
        var fingerprint: RecordFingerprint
        var microseconds: Int64
        var verdict: FilterPanel.Verdict
        var user: Int32
        var resource: Int32
        var weight: Float
        var kind: Kind
        var outcome: AccessEvent.Outcome
        var hasFingerprint: Bool
    }

    /// The kind of a record that stands for an access.
    enum Kind: UInt8 {
        case shareAccess, objectCheck, tableRow

        init(_ kind: ShareEvent.Kind) {
            switch kind {
            case .shareAccessed: self = .shareAccess
            case .objectChecked: self = .objectCheck
            }
        }
    }

    /// What an import asks for beside numbers.
    struct Detail: OptionSet, Sendable {
        let rawValue: UInt8

        static let accesses = Detail(rawValue: 1)
        static let shareEvents = Detail(rawValue: 2)
    }

    /// The number of records of a full batch: few enough that the allocator reuses the memory of freed batches.
    static let capacity = 1 << 11
    /// The memory that the new names of a full batch take at least, in bytes.
    static let nameCapacity = 1 << 18
}
