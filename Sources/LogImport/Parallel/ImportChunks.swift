import Files

/// A chunk of the inputs of an import.
enum ImportChunk {
    /// Every log in a file.
    case file(InputPath)
    case part(DividedLog, Int)
}

/// The chunks into which the files of an import are divided, in their order.
struct ImportChunks {
    private var files: ArraySlice<InputPath>
    private let readers: LogReaders
    private let limits: InputLimits
    private let meter: ProgressMeter
    private var divided: (log: DividedLog, nextPart: Int)?

    init(_ files: [InputPath], readers: LogReaders, limits: InputLimits, meter: ProgressMeter) {
        self.files = files[...]
        self.readers = readers
        self.limits = limits
        self.meter = meter
    }

    /// The next chunk; nil at the end.
    ///
    /// - Throws: `CancellationError` where the import is ended.
    mutating func next() throws -> ImportChunk? {
        if let (log, part) = divided {
            divided = part + 1 < log.partCount ? (log, part + 1) : nil
            return .part(log, part)
        }
        guard let file = files.popFirst() else { return nil }
        guard let log = try divide(file) else { return .file(file) }
        divided = (log, 0)
        return try next()
    }

    private func divide(_ file: InputPath) throws -> DividedLog? {
        do {
            return try DividedLog(file, readers: readers, limits: limits, meter: meter)
        } catch is FileError {
            // Reading the file as a whole meets the same error and reports it.
            return nil
        }
    }
}
