/// Turns log files into a stream of accesses.
///
/// Records go, in the order of the inputs, through these steps: events 5145 that were not asked for are counted and
/// left out; the chosen filters drop accesses, exact duplicates first; events 5145 of one session, share and outcome
/// are merged into one access. Memory stays bounded whatever the size of the logs, but for sixteen bytes for each
/// record where duplicates are dropped.
public struct LogImporter: Sendable {
    public var readers: LogReaders
    public var filters: AccessFilters
    public var options: ImportOptions
    public var limits = ImportLimits()

    /// - Parameters:
    ///   - readers: the formats that may occur.
    ///   - filters: the filters from which the options choose.
    public init(readers: LogReaders, filters: AccessFilters = .standard, options: ImportOptions = ImportOptions()) {
        self.readers = readers
        self.filters = filters
        self.options = options
    }

    /// Imports the logs in the inputs.
    ///
    /// - Parameters:
    ///   - onShareEvent: takes every share event that could be parsed, before any filter.
    ///   - onAccess: takes the accesses that are kept.
    ///   - progress: takes how far the import has come, at most ten times a second, and returns whether to go on.
    /// - Throws: ``AccessLogError`` where an input does not exist, cannot be read or is of no known format, where an
    ///   archive expands beyond measure, where an option cannot be met, and in strict mode at the first record that
    ///   cannot be understood; `CancellationError` where `progress` ends the import; what the handlers throw.
    public func run(
        _ inputs: [LogInput],
        onShareEvent: ((ShareEvent, SourceLocation) throws -> Void)? = nil,
        progress: ((ImportProgress) -> Bool)? = nil,
        onAccess: (AccessEvent) throws -> Void
    ) throws -> ImportSummary {
        let files = try LogInput.files(of: inputs)
        let sizes = files.map(InputFile.size)
        let meter = ProgressMeter(
            bytesTotal: sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }, report: progress)
        let readers = options.columns.map { self.readers.adding(MappedTableReader($0)) } ?? self.readers
        let filters = try filters.chosen(by: options)
        return try withoutActuallyEscaping(onAccess) { onAccess in
            let intake = RecordIntake(
                filters: filters, options: options, namedFiles: Set(inputs.map(\.name)), onShareEvent: onShareEvent,
                onAccess: onAccess)
            let walk = SourceWalk(limits: limits, meter: meter) { source in
                try intake.read(source, with: readers, meter: meter)
            } damaged: { damage, location in
                try intake.takeDamage(damage, at: location)
            }
            for file in files { try walk.walk(file) }
            return intake.summary
        }
    }
}
