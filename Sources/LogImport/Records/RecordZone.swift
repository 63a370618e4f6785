/// The zone of the times of a log that say none themselves, by the log's own definition.
public enum RecordZone: Hashable, Sendable {
    /// The log defines none: its times are those that clocks showed somewhere, and the import has to be told where.
    case unsaid
    /// The times are ahead of UTC by a number of seconds, negative where they are behind.
    case ahead(seconds: Int32)
    /// Times in ISO 8601 are UTC, as Log Analytics keeps them. Others are as people see them, in their own zone.
    case utcInISO

    /// The times are UTC.
    public static let utc = RecordZone.ahead(seconds: 0)
}
