/// Turns log files into a stream of accesses.
///
/// Records go, in the order of the inputs, through these steps: events 5145 that were not asked for are counted and
/// left out; the chosen filters drop accesses, exact duplicates first; events 5145 of one session, share and outcome
/// are merged into one access. Memory stays bounded whatever is in the logs (``ImportLimits``), except for twenty to
/// forty bytes a record where duplicates are dropped.
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
    ///   - progress: takes how far the import has come, at most ten times a second, and returns whether to continue.
    /// - Throws: ``AccessLogError`` where an input does not exist, cannot be read or is of no known format, where an
    ///   archive expands beyond measure, where an option cannot be met, and in strict mode at the first record that
    ///   cannot be understood; `CancellationError` where `progress` ends the import; what the handlers throw.
    ///   Where there are several files, one that cannot be read does not end the import, unless it is strict: the
    ///   summary lists it (``ImportSummary/unread``). Where none can be read, the first failure is thrown.
    public func run(
        _ inputs: [LogInput],
        onShareEvent: ((ShareEvent, SourceLocation) throws -> Void)? = nil,
        progress: ((ImportProgress) -> Bool)? = nil,
        onAccess: (AccessEvent) throws -> Void
    ) throws -> ImportSummary {
        let found = try LogInput.found(in: inputs)
        let reading = try reading(found.files, of: inputs, progress)
        return try withoutActuallyEscaping(onAccess) { onAccess in
            let stream = AccessStream(reading, onShareEvent: onShareEvent, onAccess: onAccess)
            try stream.leaveOut(found.unread)
            for file in found.files { try reading.read(file, into: stream) }
            return try stream.finish()
        }
    }

    /// Imports the logs in the inputs as one log of accesses.
    ///
    /// The workers read several files, and parts of one file, at once. The result does not depend on their number: it
    /// is that of appending the accesses of ``run(_:onShareEvent:progress:onAccess:)`` one after another.
    ///
    /// - Parameters:
    ///   - workers: the number of threads, at least one; where there is `onShareEvent`, one reads alone.
    ///   - progress: takes how far the import has come, at most ten times a second and on any thread, and returns
    ///     whether to continue.
    ///   - onShareEvent: takes every share event that could be parsed, before any filter.
    /// - Throws: as ``run(_:onShareEvent:progress:onAccess:)``; ``AccessLogError`` where the names of users and
    ///   resources take more memory than ``limits`` allow.
    public func log(
        of inputs: [LogInput], workers: Int = 1, progress: (@Sendable (ImportProgress) -> Bool)? = nil,
        onShareEvent: ((ShareEvent, SourceLocation) throws -> Void)? = nil
    ) throws -> (log: AccessLog, summary: ImportSummary) {
        if let onShareEvent {
            var log = AccessLog()
            var budget = NameBudget(limits)
            let summary = try run(inputs, onShareEvent: onShareEvent, progress: progress) { access in
                log.append(access)
                try budget.check(log)
            }
            return (log, summary)
        }
        let workers = max(1, workers)
        let found = try LogInput.found(in: inputs)
        let reading = try reading(found.files, of: inputs, progress)
        let assembly = LogAssembly(reading, builders: workers)
        try assembly.leaveOut(found.unread)
        var chunks = InputChunks(found.files, reading)
        let order = InputOrder<LogAssembly.Chunk, ImportPiece>(reach: 2 * workers + 2) {
            try chunks.next()
        } merge: {
            try assembly.merge($0, of: $1)
        }
        try order.run(workers: workers) { number, give in
            let builder = BatchBuilder(number: number, reading, give: give)
            return { chunk in
                switch chunk {
                case .file(let file): try reading.read(file, into: builder)
                case .part(let log, let part): try reading.read(part, of: log, into: builder)
                }
                try builder.flush()
            }
        }
        return try assembly.finish()
    }

    private func reading(
        _ files: [LogInput], of inputs: [LogInput], _ progress: ((ImportProgress) -> Bool)?
    ) throws -> LogReading {
        let sizes = files.map(InputFile.size)
        let meter = ProgressMeter(
            bytesTotal: sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }, report: progress)
        return LogReading(
            readers: options.columns.map { readers.adding(MappedTableReader($0)) } ?? readers,
            filters: try filters.chosen(by: options), options: options, limits: limits, meter: meter,
            namedFiles: Set(inputs.map(\.name)), endsAtFailure: options.strict || inputs == files && files.count == 1)
    }
}
