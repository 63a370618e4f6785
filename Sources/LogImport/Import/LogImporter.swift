public import AccessLogs
import Concurrency
public import Files

/// Turns log files into accesses.
///
/// Records go, in the order of the inputs, through these steps: events 5145 that were not asked for are counted and
/// left out; the chosen filters drop accesses, exact duplicates first; events 5145 of one session, share, outcome and day
/// are merged into one access, which has the time of the earliest and comes after all other accesses. Memory stays bounded whatever is in the logs (``InputLimits``), except for twenty to
/// forty bytes a record where duplicates are dropped.
///
/// The workers read several files, and parts of one file, at once. The result does not depend on their number.
public struct LogImporter: Sendable {
    /// The formats that are understood.
    public var readers: LogReaders
    /// The filters that options can name.
    public var filters: AccessFilters
    /// What is taken and what is left out.
    public var options: ImportOptions
    /// Bounds on what hostile input can ask for.
    public var limits = InputLimits()

    /// - Parameters:
    ///   - readers: the formats that may occur.
    ///   - filters: the filters from which the options choose.
    public init(readers: LogReaders, filters: AccessFilters = .standard, options: ImportOptions = ImportOptions()) {
        self.readers = readers
        self.filters = filters
        self.options = options
    }

    /// Imports the logs in the inputs, access by access with all that the logs say of them.
    ///
    /// They are handed over in batches, share events before the accesses of the same batch; of a pipe whatever is there
    /// before the import waits for more.
    ///
    /// - Parameters:
    ///   - workers: the number of threads, at least one.
    ///   - onShareEvent: takes every share event that could be parsed, before any filter.
    ///   - onAccess: takes the accesses that are kept. The handlers are called in the order of the inputs, by one thread
    ///     at a time; the calling one where there is one worker.
    ///   - progress: takes how far the import has come, at most ten times a second, and returns whether to continue.
    /// - Throws: ``FileError`` where an input does not exist, cannot be read or is of no known format, where an
    ///   archive expands beyond measure, and in strict mode at the first record that cannot be understood;
    ///   ``ImportOptionError`` where an option cannot be met; `CancellationError` where `progress` ends the import; what
    ///   the handlers throw.
    ///   Where there are several files, one that cannot be read does not end the import, unless it is strict: the
    ///   summary lists it (``ImportSummary/unread``). Where none can be read, the first failure is thrown.
    public func run(
        _ inputs: [InputPath], workers: Int = 1,
        onShareEvent: ((ShareEvent, InputLocation) throws -> Void)? = nil,
        progress: ((ReadingProgress) -> Bool)? = nil,
        onAccess: (AccessEvent) throws -> Void
    ) throws -> ImportSummary {
        try withoutActuallyEscaping(onAccess) { onAccess in
            let destination = AccessHandler(includesObjectChecks: options.includeObjectChecks, onAccess: onAccess)
            return try run(
                inputs, into: destination, detail: .accesses, Workers(workers), progress, onShareEvent
            ).summary
        }
    }

    /// Imports the logs in the inputs as one log of accesses.
    ///
    /// - Parameters:
    ///   - workers: the number of threads, at least one.
    ///   - progress: takes how far the import has come, at most ten times a second and on any thread, and returns
    ///     whether to continue.
    ///   - onShareEvent: takes every share event that could be parsed, before any filter; as in
    ///     ``run(_:workers:onShareEvent:progress:onAccess:)``.
    /// - Throws: as ``run(_:workers:onShareEvent:progress:onAccess:)``; ``FileError`` where the names of users and
    ///   resources take more memory than ``limits`` allow.
    public func log(
        of inputs: [InputPath], workers: Int = 1, progress: (@Sendable (ReadingProgress) -> Bool)? = nil,
        onShareEvent: ((ShareEvent, InputLocation) throws -> Void)? = nil
    ) throws -> (log: AccessLog, summary: ImportSummary) {
        let workers = Workers(workers)
        // One builder more reads parts again, and one more streams.
        let destination = LogBuilder(builders: workers.count + 2, options: options, limits: limits)
        let (filled, summary) = try run(inputs, into: destination, detail: [], workers, progress, onShareEvent)
        var named = summary
        let (log, joins) = filled.accesses.joined(options.computerNames)
        named.joinedAccounts = joins.users
        named.joinedResources = joins.resources
        return (log, named)
    }

    /// The one way in which logs are read.
    private func run<Destination: AccessDestination>(
        _ inputs: [InputPath], into destination: Destination, detail: RecordBatch.Detail, _ workers: Workers,
        _ progress: ((ReadingProgress) -> Bool)?, _ onShareEvent: ((ShareEvent, InputLocation) throws -> Void)?
    ) throws -> (destination: Destination, summary: ImportSummary) {
        let found = try InputPath.found(in: inputs)
        var limits = limits
        limits.encoding = options.encoding.flatMap(TextEncoding.init(rawValue:)) ?? .utf8
        limits.includesFileAccess = options.sharedFolders != nil
        let run = try importRun(
            limits,
            found.files, of: inputs, detail: onShareEvent == nil ? detail : detail.union(.shareEvents), progress)
        let merger = LogMerger(run, into: destination, rereader: workers.count, onShareEvent: onShareEvent)
        try merger.leaveOut(found.unread)
        var chunks = ImportChunks(
            found.files, of: run, streamBuilder: workers.count > 1 ? workers.count + 1 : nil)
        defer { chunks.end() }
        let pipeline = OrderedPipeline<ImportChunk, ImportPiece>(reach: 2 * workers.count + 2) {
            try chunks.next()
        } merge: {
            try merger.merge($0, of: $1)
        }
        try pipeline.run(workers) { number, give in
            let builder = run.builder(number: number, give: give)
            return { try run.read($0, into: builder) }
        }
        let summary = try merger.finish()
        try merger.finishDestination()
        return (merger.destination, summary)
    }

    private func importRun(
        _ limits: InputLimits, _ files: [InputPath], of inputs: [InputPath], detail: RecordBatch.Detail,
        _ progress: ((ReadingProgress) -> Bool)?
    ) throws -> ImportRun {
        let sizes = files.map(InputFile.size)
        let meter = ProgressMeter(
            bytesTotal: sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }, report: progress)
        let readers = options.carvesRemains ? readers.carving : readers
        return ImportRun(
            readers: options.columns.map { readers.adding(MappedTableReader($0)) } ?? readers,
            filters: try filters.chosen(by: options), options: options, limits: limits, meter: meter,
            namedFiles: Set(inputs.map(\.name)), endsAtFailure: options.strict || inputs == files && files.count == 1,
            detail: detail)
    }
}
