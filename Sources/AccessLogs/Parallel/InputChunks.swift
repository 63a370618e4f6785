/// The chunks into which the files of an import are divided, in their order.
struct InputChunks {
    private var files: ArraySlice<LogInput>
    private let readers: LogReaders
    private let limits: ImportLimits
    private let meter: ProgressMeter
    private var divided: (log: DividedLog, nextPart: Int)?

    init(_ files: [LogInput], _ reading: LogReading) {
        self.files = files[...]
        readers = reading.readers
        limits = reading.limits
        meter = reading.meter
    }

    /// The next chunk; nil at the end.
    ///
    /// - Throws: `CancellationError` where the import is ended.
    mutating func next() throws -> LogAssembly.Chunk? {
        if let (log, part) = divided {
            divided = part + 1 < log.partCount ? (log, part + 1) : nil
            return .part(log, part)
        }
        guard let file = files.popFirst() else { return nil }
        guard let log = try divide(file) else { return .file(file) }
        divided = (log, 0)
        return try next()
    }

    private func divide(_ file: LogInput) throws -> DividedLog? {
        do {
            return try DividedLog(file, readers: readers, limits: limits, meter: meter)
        } catch is AccessLogError {
            // Reading the file as a whole meets the same error and reports it.
            return nil
        }
    }
}
