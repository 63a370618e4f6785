import AccessLogs
import Files
import Foundation

/// How one import reads its logs, each with the reader of its format.
struct ImportRun: Sendable {
    let readers: LogReaders
    let filters: FilterPanel
    let options: ImportOptions
    let limits: InputLimits
    let meter: ProgressMeter
    /// The inputs that are not folders.
    let namedFiles: Set<String>
    /// Whether the import ends with the first file that cannot be read: nothing else is there, or it is strict.
    let endsAtFailure: Bool
    /// What is asked for beside numbers.
    let detail: RecordBatch.Detail
    /// What counts and filters the records.
    func intake() -> RecordIntake {
        RecordIntake(filters: filters, options: options, limits: limits, endsAtFailure: endsAtFailure)
    }

    /// What makes batches of the records that one worker reads.
    func builder(number: Int, give: @escaping (ImportPiece) throws -> Void) -> BatchBuilder {
        BatchBuilder(
            RecordCompactor(number: number, filters: filters, options: options, detail: detail), meter: meter,
            give: give)
    }

    /// Reads a chunk of the inputs.
    func read(_ chunk: ImportChunk, into builder: BatchBuilder) throws {
        switch chunk {
        case .file(let file): try read(file, into: builder)
        case .part(let part):
            if part.isFirst {
                meter.begin(file: part.log.name)
                try builder.begin(part.log.name, format: type(of: part.log.reader).id)
            }
            try read(part, in: part.range, isExact: false, into: builder)
        case .piece(let piece): try builder.pass(on: piece)
        }
        try builder.flush()
    }

    /// Whether a file has to be read from its first byte to its last, and the logs in it may be long: it is compressed,
    /// or its text is in another encoding.
    ///
    /// - Throws: ``FileError`` where the file cannot be read.
    func isStream(_ path: String) throws -> Bool {
        let bytes = try ReadableFile(at: URL(fileURLWithPath: path)).stream(from: 0, meter: .silent)
        if ArchiveReader.recognizes(try bytes.peek(InputHead.limit)) { return true }
        let source = try InputSource(name: path, bytes: bytes, path: path, limits: limits)
        return source.textStart == nil && readers.reader(of: source.head) is any DivisibleLogReader
    }

    /// Reads every log in a file.
    ///
    /// - Parameter giveAway: takes the parts of the logs that can be divided, where several threads are to read these.
    func read(
        _ file: InputPath, into sink: some RecordSink, dividing giveAway: ((DividedPart) throws -> Void)? = nil
    ) throws {
        try ImportFailure.unmarking {
            let walk = InputWalk(limits: limits, meter: meter) {
                try ImportFailure.marking { try sink.rest() }
            } visit: { source in
                try read(source, into: sink, dividing: giveAway)
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

    /// Reads the records of a part of a log that begin within a range of offsets.
    ///
    /// - Parameter isExact: whether a record is known to begin with the range.
    func read(_ part: DividedPart, in range: Range<Int64>, isExact: Bool, into builder: BatchBuilder) throws {
        try ImportFailure.unmarking {
            let log = part.log
            let records = LogPart(
                name: log.name, head: log.head, range: range,
                isFirst: part.isFirst && range.lowerBound == part.range.lowerBound, isExact: isExact, limits: limits
            ) { offset in
                part.bytes(from: offset, meter: meter)
            } begin: { offset in
                try ImportFailure.marking { try builder.beginPart(at: offset) }
            } end: { offset, lineEnds in
                try ImportFailure.marking { try builder.endPart(at: offset, lineEnds: lineEnds) }
            }
            try ImportFailure.marking { try builder.readDates(log.dateOrder) }
            do {
                try log.reader.read(records) { record, line in
                    do { try builder.take(record, line: line) } catch { throw ImportFailure(error: error) }
                }
            } catch let damage as DamagedInput {
                try builder.takeDamage(damage, at: InputLocation(file: log.name))
            } catch let error as FileError {
                try builder.takeFailure(error, of: error.location?.file ?? log.name)
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
    private func read(
        _ source: InputSource, into sink: some RecordSink, dividing giveAway: ((DividedPart) throws -> Void)?
    ) throws {
        if source.head.bytes.isEmpty {
            try ImportFailure.marking { try sink.begin(source.name, format: nil) }
            return try source.bytes.checkBeginning()
        }
        guard let reader = readers.reader(of: source.head) else {
            try ImportFailure.marking {
                if options.strict || namedFiles.contains(source.name) { throw Self.unknownFormat(source) }
                try sink.passOver(source.name)
            }
            return
        }
        let mustSearch = options.dateOrder == nil && DateOrder.isUndecided(in: source.head)
        if !mustSearch, let giveAway, let reader = reader as? any DivisibleLogReader {
            try ImportFailure.marking { try sink.rest() }
            return try divide(source, reader, giveAway)
        }
        try ImportFailure.marking { try sink.begin(source.name, format: type(of: reader).id) }
        func read(_ source: InputSource, _ order: DateOrder?) throws {
            try ImportFailure.marking { try sink.readDates(order) }
            try reader.read(source) { record, line in
                do { try sink.take(record, line: line) } catch { throw ImportFailure(error: error) }
            }
        }
        guard mustSearch else {
            return try read(source, try DateOrder.found(in: source.head) { ByteStream([]) })
        }
        // The last line may be the one that tells day and month apart.
        try source.withFile { path in
            let copy = {
                try InputSource(
                    name: source.name,
                    bytes: ReadableFile(at: URL(fileURLWithPath: path)).stream(from: 0, meter: .silent),
                    path: path, limits: limits)
            }
            let order = try DateOrder.found(in: source.head) { try copy().bytes }
            try read(source.isPlainFile ? source : copy(), order)
        }
    }

    /// Gives the parts of a log away as they come.
    private func divide(
        _ source: InputSource, _ reader: any DivisibleLogReader, _ giveAway: (DividedPart) throws -> Void
    ) throws {
        let log = DividedLog(
            name: source.name, head: source.head, reader: reader,
            dateOrder: try DateOrder.found(in: source.head) { ByteStream([]) })
        let bytes = type(of: reader).hasLines ? source.bytes.shorteningLines(to: limits.longestLineBytes) : source.bytes
        try StreamBlock.cut(bytes, size: limits.blockBytes) { block, isLast in
            let start = block.range.lowerBound
            try giveAway(
                DividedPart(
                    log: log, place: .block(block), range: start..<(isLast ? .max : block.range.upperBound),
                    isFirst: start == 0))
        }
    }

    private static func unknownFormat(_ source: InputSource) -> FileError {
        FileError(
            "the format is not recognised: \(source.head.glimpse). If this is a table, say which columns hold what: "
                + "--columns user=…,resource=….", at: InputLocation(file: source.name))
    }
}
