/// How one import reads its logs, each with the reader of its format.
struct LogReading: Sendable {
    let readers: LogReaders
    let filters: FilterPanel
    let options: ImportOptions
    let limits: ImportLimits
    let meter: ProgressMeter
    /// The inputs that are not folders.
    let namedFiles: Set<String>
    /// Whether the import ends with the first file that cannot be read: nothing else is there, or it is strict.
    let endsAtFailure: Bool

    /// Reads every log in a file.
    func read(_ file: LogInput, into sink: some RecordSink) throws {
        try ImportFailure.unmarking {
            let walk = SourceWalk(limits: limits, meter: meter) { source in
                try read(source, into: sink)
            } damaged: { damage, location in
                try ImportFailure.marking { try sink.takeDamage(damage, at: location) }
            } failed: { error, file in
                try ImportFailure.marking { try sink.takeFailure(error, of: file) }
            } leftOut: { input in
                try ImportFailure.marking { try sink.leaveOut(input) }
            }
            try walk.walk(file)
        }
    }

    /// Reads a part of a log.
    func read(_ part: Int, of log: DividedLog, into builder: BatchBuilder) throws {
        if part == 0 {
            meter.begin(file: log.name)
            try builder.begin(log.name, format: type(of: log.reader).id)
        }
        try read(log, in: log.range(ofPart: part), isFirst: part == 0, isExact: false, into: builder)
    }

    /// Reads the records of a log that begin within a range of offsets.
    func read(
        _ log: DividedLog, in range: Range<Int64>, isFirst: Bool, isExact: Bool, into builder: BatchBuilder
    ) throws {
        try ImportFailure.unmarking {
            let stretch = LogStretch(log: log, range: range, isFirst: isFirst, isExact: isExact, meter: meter) {
                offset in
                try ImportFailure.marking { try builder.beginStretch(at: offset) }
            } end: { offset, lineEnds in
                try ImportFailure.marking { try builder.endStretch(at: offset, lineEnds: lineEnds) }
            }
            do {
                try log.reader.read(LogSource(stretch, limits: limits, meter: meter)) { record, line in
                    do { try builder.take(record, line: line) } catch { throw ImportFailure(error: error) }
                }
            } catch let error as AccessLogError {
                try builder.takeFailure(error, of: log.name)
            }
        }
    }

    /// Reads one log.
    ///
    /// A log that no reader recognises is passed over where it was found in a folder or an archive: such sources hold
    /// other things too.
    ///
    /// - Throws: ``ImportFailure`` where no reader recognises a log that was named, or any in strict mode, and for what
    ///   the sink throws.
    private func read(_ source: LogSource, into sink: some RecordSink) throws {
        if source.head.bytes.isEmpty {
            try ImportFailure.marking { try sink.begin(source.name, format: nil) }
            // A log that breaks off before its first byte says so when it is read.
            try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { _ = try source.bytes.read(into: $0) }
            return
        }
        guard let reader = readers.reader(of: source.head) else {
            try ImportFailure.marking {
                if options.strict || namedFiles.contains(source.name) { throw Self.unknownFormat(source) }
                try sink.passOver(source.name)
            }
            return
        }
        try ImportFailure.marking { try sink.begin(source.name, format: type(of: reader).id) }
        try reader.read(source) { record, line in
            do { try sink.take(record, line: line) } catch { throw ImportFailure(error: error) }
        }
    }

    private static func unknownFormat(_ source: LogSource) -> AccessLogError {
        AccessLogError(
            "the format is not recognised: \(source.head.glimpse). If this is a table, say which columns hold what: "
                + "--columns user=…,resource=….", at: SourceLocation(file: source.name))
    }
}
