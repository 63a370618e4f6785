import AccessLogs
import Files

/// Which columns of a table say who accessed what, when, and how often.
struct AccessColumns {
    var user: Int
    var resource: Int
    var time: Int?
    var tenant: Int?
    var count: Int?
    /// The columns' names, for messages.
    let header: TableHeader
    /// The zone of times that say none, as their column's name says.
    private let zone: RecordZone

    /// - Parameter isInUTC: whether times in ISO 8601 are UTC where they say no zone, whatever their column's name is.
    init(
        user: Int, resource: Int, time: Int?, tenant: Int?, count: Int?, header: TableHeader, isInUTC: Bool = false
    ) {
        self.user = user
        self.resource = resource
        self.time = time
        self.tenant = tenant
        self.count = count
        self.header = header
        let name = time.flatMap { header.names.indices.contains($0) ? ColumnName(header.names[$0]) : nil }
        let defined = name.map { FieldNames.zone(ofTimeAt: FieldNames.path($0.name), isProperty: true) } ?? .unsaid
        zone = name?.zone ?? (isInUTC ? .utcInISO : defined)
    }

    /// The largest count that a row may have.
    static let largestCount = 1e9

    /// The access that a row records.
    func record(_ row: DelimitedRow) -> LogRecord {
        do { return try access(row) } catch { return .malformed(error.reason) }
    }

    private func access(_ row: DelimitedRow) throws(MalformedRecord) -> LogRecord {
        for column in [user, resource] where row.isBlank(column) || isAbsent(row, column) {
            throw MalformedRecord(reason: "the row has no \(name(column)).")
        }
        let userName = row.text(user), resourceName = row.text(resource)
        try NameLength.check(userName, of: name(user))
        try NameLength.check(resourceName, of: name(resource), longest: NameLength.longestPath)
        var access = AccessEvent(
            user: AccountIdentity(name: userName), resource: ResourceIdentity(name: resourceName))

        var timeText: String?
        if let tenant, !row.bytes(tenant).isEmpty, !isAbsent(row, tenant) {
            access.tenant = row.text(tenant)
            try NameLength.check(access.tenant, of: name(tenant))
        }
        if let time, !row.bytes(time).isEmpty, !isAbsent(row, time) {
            let text = row.text(time).trimmingSpaces()
            // Other times are read where the zone and the order of dates are known.
            let plain = Timestamp.plain(tableText: text)
            if plain?.lacksZone ?? true { timeText = text }
            access.time = plain?.time
        }
        if let count, !row.bytes(count).isEmpty, !isAbsent(row, count) {
            let text = row.text(count).trimmingSpaces()
            guard let number = Double(text), number > 0, number <= Self.largestCount else {
                throw MalformedRecord(
                    reason: "the \(name(count)) \"\(text.excerpt())\" is no number above 0 and up to 1e9.")
            }
            access.weight = number
        }
        guard let time, let timeText else { return .access(access) }
        return .accessAtTime(access, time: timeText, column: name(time), zone: zone)
    }

    /// Whether a field holds a word for nothing.
    private func isAbsent(_ row: DelimitedRow, _ column: Int) -> Bool {
        row.bytes(column).count <= 8 && AbsentValue.isWord(row.text(column).trimmingSpaces())
    }

    private func name(_ column: Int) -> String {
        header.names.indices.contains(column) ? header.names[column].excerpt() : "column \(column + 1)"
    }
}
