import AccessLogs
import Files

/// Reads the times of records in the way of the log that they stand in, and notes what is odd about them.
struct RecordReading {
    /// Reads the times of the present log.
    var times: TimestampReader
    /// What was noted since ``takeRemarks()``.
    private(set) var remarks = ImportRemarks()

    init(_ options: ImportOptions) {
        times = TimestampReader(zone: options.timeZone, order: options.dateOrder, year: options.year)
        order = options.dateOrder
        hasZone = options.timeZone != nil
        folders = options.sharedFolders
        countsObjectChecks = options.includeObjectChecks
    }

    /// Whether the import was told the zone of times that do not say theirs.
    private let hasZone: Bool
    /// Whether ``instant(_:in:)`` found that zone to count.
    private var isZoneTold = false
    private let folders: SharedFolders?
    private let countsObjectChecks: Bool

    /// The order that the options state, for every log.
    private let order: DateOrder?

    /// A log begins in which dates such as 3/5/2024 are read so; nil where nothing in it tells.
    mutating func begin(_ order: DateOrder?) {
        times.order = self.order ?? order
    }

    /// What was noted, which is forgotten.
    mutating func takeRemarks() -> ImportRemarks {
        defer { remarks = ImportRemarks() }
        return remarks
    }

    /// The record with its time; malformed where that is none.
    mutating func read(_ record: LogRecord) -> LogRecord {
        switch record {
        case .shareEvent(var event, let line):
            if let path = event.filePath {
                guard let (share, rest) = folders?.share(ofFile: path) ?? FileAccess.share(ofVolumePath: path) else {
                    return .other
                }
                event.share = share
                event.relativeTarget = rest
                event.filePath = nil
            }
            if let problem = readTime(of: &event) { return .malformed(problem) }
            note(event)
            return .shareEvent(event, line: line)
        case .accessAtTime(var access, let text, let column, let zone):
            guard let clock = times.clockTime(text) else {
                return .malformed(
                    times.explanation(of: text.excerpt())
                        ?? "the \(column) \"\(text.excerpt())\" is no time between the years 1601 and 9999.")
            }
            guard let time = instant(clock, in: zone) else { return .malformed(Self.unknownZone(text)) }
            if isZoneTold { remarks.zoneless += 1 }
            access.time = time
            return .access(access)
        case .unclear:
            remarks.unclear += 1
            return record
        case .deletion:
            remarks.pathlessDeletions += 1
            return .other
        case .remains(let remains):
            return read(remains: remains)
        case .access, .rawShareEvent, .other, .malformed:
            return record
        }
    }

    /// A record of earlier times; another record where it cannot be understood.
    private mutating func read(remains: LogRecord) -> LogRecord {
        remarks.carved += 1
        var record = remains
        if case .rawShareEvent(let event) = remains { record = event.record }
        record = read(record)
        guard case .malformed = record else { return record }
        remarks.spoiledRemains += 1
        return .other
    }

    /// - Returns: what is wrong with the time.
    private mutating func readTime(of event: inout ShareEvent) -> String? {
        guard let clock = times.clockTime(event.timestamp) else {
            return times.problem(of: event.timestamp.excerpt())
        }
        event.time = instant(clock, in: event.zone)
        if isZoneTold { remarks.zoneless += 1 }
        return event.time == nil ? Self.unknownZone(event.timestamp) : nil
    }

    /// The point in time that clocks showed so, as ``times`` read it last; nil where nothing tells in which zone.
    ///
    /// - Parameter zone: that of times that say none.
    @inline(__always)
    mutating func instant(_ clock: Timestamp, in zone: RecordZone) -> Timestamp? {
        isZoneTold = false
        return times.lacksZone ? instant(ofLocal: clock, in: zone) : clock
    }

    private mutating func instant(ofLocal clock: Timestamp, in zone: RecordZone) -> Timestamp? {
        switch zone {
        case .ahead(let seconds):
            return Timestamp(microseconds: clock.microseconds - Int64(seconds) * 1_000_000)
        case .utcInISO where times.isISO:
            return clock
        case .unsaid, .utcInISO:
            // A day is a day, wherever it was.
            guard hasZone || times.isDay else { return nil }
            isZoneTold = hasZone
            return times.shifted(clock)
        }
    }

    /// Why a time is not read that says no zone.
    private static func unknownZone(_ time: String) -> String {
        "the time \"\(time.excerpt())\" says no zone: say whose clock it is, as with --time-zone Europe/Berlin or "
            + "--time-zone UTC."
    }

    private mutating func note(_ event: ShareEvent) {
        if event.computer.isEmpty { remarks.withoutComputer += 1 }
        if countsObjectChecks, event.kind == .objectChecked, !event.hasLogonID { remarks.withoutLogonID += 1 }
    }

    /// Notes what is odd about an event of which nothing becomes a text, whose time ``instant(_:in:)`` told last.
    @inline(__always)
    mutating func note(_ event: RawShareEvent) {
        if isZoneTold { remarks.zoneless += 1 }
        if event[.computer].isEmpty { remarks.withoutComputer += 1 }
        if countsObjectChecks, event.kind == .objectChecked, !Self.isLogonID(event[.subjectLogonID]) {
            remarks.withoutLogonID += 1
        }
    }

    @inline(__always)
    private static func isLogonID(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.count > 1 || text.first.map { $0 != UInt8(ascii: "-") } ?? false
    }
}
