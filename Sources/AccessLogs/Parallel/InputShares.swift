/// The shares into which the files of an import are divided, in their order.
struct InputShares {
    private var files: ArraySlice<LogInput>
    private let readers: LogReaders
    private let limits: ImportLimits
    private var divided: (log: DividedLog, nextPart: Int)?

    init(_ files: [LogInput], readers: LogReaders, limits: ImportLimits) {
        self.files = files[...]
        self.readers = readers
        self.limits = limits
    }

    /// The next share; nil at the end.
    ///
    /// - Throws: ``AccessLogError`` where a file cannot be read.
    mutating func next() throws -> LogAssembly.Share? {
        if let (log, part) = divided {
            divided = part + 1 < log.partCount ? (log, part + 1) : nil
            return .part(log, part)
        }
        guard let file = files.popFirst() else { return nil }
        guard let log = try DividedLog(file, readers: readers, limits: limits) else { return .file(file) }
        divided = (log, 0)
        return try next()
    }
}
