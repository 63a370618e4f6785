import AccessLogs
import Files

/// Takes what readers find in one log after another.
protocol RecordSink: AnyObject {
    /// A log begins; `format` is nil where it is empty.
    func begin(_ log: String, format: String?) throws
    /// The dates of the log that begins next have day and month in an order; nil where nothing in it tells.
    func readDates(_ order: DateOrder?) throws
    /// A log of no known format is passed over.
    func passOver(_ log: String) throws
    /// - Parameter line: the line, or the number of the record, where it stands.
    func take(_ record: LogRecord, line: Int) throws
    /// There is nothing more to read for now: what was taken must not wait for more.
    func rest() throws
    /// Something is left out on purpose.
    func leaveOut(_ input: UnreadInput) throws
    /// A file, or a member of an archive, cannot be read, or not any further.
    func takeFailure(_ error: FileError, of file: String) throws
    /// A log breaks off.
    func takeDamage(_ damage: DamagedInput, at location: InputLocation) throws
}
