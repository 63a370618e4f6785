/// How one import reads its logs, each with the reader of its format.
struct LogReading: Sendable {
    let readers: LogReaders
    let filters: FilterPanel
    let options: ImportOptions
    let limits: ImportLimits
    let meter: ProgressMeter
    /// The inputs that are not folders.
    let namedFiles: Set<String>

    /// Reads every log in a file.
    func read(_ file: LogInput, into sink: some RecordSink) throws {
        let walk = SourceWalk(limits: limits, meter: meter) { source in
            try read(source, into: sink)
        } damaged: { damage, location in
            try sink.takeDamage(damage, at: location)
        }
        try walk.walk(file)
    }

    /// Reads a part of a log.
    func read(_ part: Int, of log: DividedLog, into builder: BatchBuilder) throws {
        if part == 0 {
            meter.begin(file: log.name)
            try builder.begin(log.name, format: type(of: log.reader).id)
        }
        let stretch = LogStretch(
            log: log, range: log.range(ofPart: part), isFirst: part == 0, isExact: false, begin: builder.beginStretch,
            end: builder.endStretch)
        try log.read(stretch, limits: limits, into: builder)
    }

    /// Reads one log.
    ///
    /// A log that no reader recognises is passed over where it was found in a folder or an archive: such places hold
    /// other things too.
    ///
    /// - Throws: ``AccessLogError`` where no reader recognises a log that was named, or any in strict mode.
    private func read(_ source: LogSource, into sink: some RecordSink) throws {
        if source.head.bytes.isEmpty {
            try sink.begin(source.name, format: nil)
            // A log that breaks off before its first byte says so when it is read.
            try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { _ = try source.bytes.read(into: $0) }
            return
        }
        guard let reader = readers.reader(of: source.head) else {
            if options.strict || namedFiles.contains(source.name) { throw Self.unknownFormat(source) }
            try sink.passOver(source.name)
            return
        }
        try sink.begin(source.name, format: type(of: reader).id)
        try reader.read(source) { try sink.take($0, line: $1) }
    }

    private static func unknownFormat(_ source: LogSource) -> AccessLogError {
        AccessLogError(
            "the format is not recognised: \(source.head.glimpse). If this is a table, say which columns hold what: "
                + "--columns user=…,resource=….", at: SourceLocation(file: source.name))
    }
}
