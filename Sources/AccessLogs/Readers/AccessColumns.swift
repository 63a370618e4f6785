/// Which columns of a table say who accessed what, when, and how often.
struct AccessColumns {
    var user: Int
    var resource: Int
    var time: Int?
    var tenant: Int?
    var count: Int?
    /// The columns' names, for messages.
    let header: TableHeader

    /// The largest count that a row may have.
    static let largestCount = 1e9

    /// The access that a row records.
    func record(_ row: DelimitedRow) -> LogRecord {
        for column in [user, resource] where row.isBlank(column) {
            return .malformed("the row has no \(name(column)).")
        }
        var access = AccessEvent(
            user: AccountIdentity(name: row.text(user)), resource: ResourceIdentity(name: row.text(resource)))

        if let tenant, !row.bytes(tenant).isEmpty { access.tenant = row.text(tenant) }
        if let time, !row.bytes(time).isEmpty {
            let text = row.text(time).trimmingSpaces()
            guard let parsed = Timestamp(tableText: text) else {
                return .malformed(
                    "the \(name(time)) \"\(text.prefix(80))\" is no time between the years 1601 and 9999.")
            }
            access.time = parsed
        }
        if let count, !row.bytes(count).isEmpty {
            let text = row.text(count).trimmingSpaces()
            guard let number = Double(text), number > 0, number <= Self.largestCount else {
                return .malformed("the \(name(count)) \"\(text.prefix(80))\" is no number above 0 and up to 1e9.")
            }
            access.weight = number
        }
        return .access(access)
    }

    private func name(_ column: Int) -> String {
        header.names.indices.contains(column) ? header.names[column] : "column \(column + 1)"
    }
}
