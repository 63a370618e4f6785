/// Rows with named fields, from any tool: a delimited file with a header (CSV, TSV), or JSON objects, one a line.
///
/// Plain or compressed. Column names are found whatever their case; JSON keys as they are written.
public struct FieldTable: Sendable {
    /// The names of the fields that are asked for.
    public let fields: [String]
    /// Bounds on what hostile input can ask for.
    public var limits = InputLimits()

    /// - Parameter fields: the names of the fields that are read.
    public init(fields: [String]) {
        self.fields = fields
    }

    /// One row: the text of each field that was asked for, in their order; empty where the row has none.
    public struct Row {
        /// The values of the fields that are read, in their order.
        public let values: [Substring]
        /// Where the row stands.
        public let location: InputLocation
    }

    /// Reads a table from its first to its last row.
    ///
    /// - Parameters:
    ///   - onFields: told first, for each file or member of an archive, which of the fields it has; of JSON all might
    ///     occur.
    ///   - progress: takes how far reading has come, at most ten times a second, and returns whether to continue.
    /// - Throws: ``FileError`` where the input cannot be read, is neither form, breaks off, has a field twice or a
    ///   row that cannot be understood; `CancellationError` where `progress` ends it; what the handlers throw.
    public func read(
        _ input: InputPath, progress: ((ReadingProgress) -> Bool)? = nil,
        onFields: ([Bool], InputLocation) throws -> Void, onRow: (Row) throws -> Void
    ) throws {
        let meter = ProgressMeter(bytesTotal: InputFile.size(of: input), report: progress)
        try withoutActuallyEscaping(onFields) { onFields in
            try withoutActuallyEscaping(onRow) { onRow in
                let walk = InputWalk(limits: limits, meter: meter) { source in
                    if source.head.bytes.isEmpty {
                        try source.bytes.checkBeginning()
                        throw FileError("the file is empty.", at: InputLocation(file: source.name))
                    } else if source.head.firstVisibleByte == UInt8(ascii: "{") {
                        try onFields(fields.map { _ in true }, InputLocation(file: source.name))
                        try readLines(source, meter, onRow)
                    } else if let header = source.head.header {
                        try readTable(source, header, meter, onFields, onRow)
                    } else {
                        throw FileError(
                            "the file is neither a table with a header nor JSON lines; \(source.head.glimpse).",
                            at: InputLocation(file: source.name))
                    }
                } damaged: { damage, location in
                    throw FileError("the file breaks off: \(damage.reason).", at: location)
                } failed: { error, _ in
                    throw error
                } leftOut: { _ in
                }
                try walk.walk(input)
            }
        }
    }

    private func readTable(
        _ source: InputSource, _ header: TableHeader, _ meter: ProgressMeter,
        _ onFields: ([Bool], InputLocation) throws -> Void, _ onRow: (Row) throws -> Void
    ) throws {
        for field in fields {
            let found = header.names.count { $0.lowercased() == field.lowercased() }
            guard found <= 1 else {
                throw FileError(
                    "the column '\(field)' occurs \(found) times in the first line; which of them counts? Keep one.",
                    at: InputLocation(file: source.name, line: 1))
            }
        }
        let columns = fields.map { header.index(of: $0) }
        try onFields(columns.map { $0 != nil }, InputLocation(file: source.name, line: 1))
        var rows = DelimitedScanner(source.bytes, delimiter: header.delimiter, limit: limits.recordBytes)
        for _ in 0..<header.line { _ = try rows.next() }
        var ticker = ProgressTicker(meter)
        while true {
            let record = try rows.next()
            try ticker.tick()
            let location = InputLocation(file: source.name, line: rows.line)
            switch record {
            case .end: return
            case .blank: continue
            case .malformed(let reason): throw FileError(reason, at: location)
            case .record(let row):
                guard row.count == header.names.count else {
                    throw FileError(
                        "the row has \(row.count) columns, the file's first line \(header.names.count).", at: location)
                }
                let values = columns.map { $0.map { Substring(row.text($0).trimmingSpaces()) } ?? "" }
                try onRow(checked(Row(values: values, location: location)))
            }
        }
    }

    /// - Throws: ``FileError`` where a value is no name of anything.
    private func checked(_ row: Row) throws -> Row {
        for (field, value) in zip(fields, row.values) {
            do {
                try NameLength.check(value, of: field, longest: NameLength.longestPath)
            } catch {
                throw FileError(error.reason, at: row.location)
            }
        }
        return row
    }

    private func readLines(_ source: InputSource, _ meter: ProgressMeter, _ onRow: (Row) throws -> Void) throws {
        let keys = fields.enumerated().map { JSONFieldParser.Key($1, slot: Int32($0)) }
        let parser = try JSONFieldParser(keys: keys, slots: fields.count)
        var lines = LineScanner(source.bytes, limit: limits.recordBytes)
        var ticker = ProgressTicker(meter)
        while true {
            let next = try lines.next()
            try ticker.tick()
            let location = InputLocation(file: source.name, line: lines.number)
            switch next {
            case .end: return
            case .tooLong: throw FileError(DelimitedScanner.tooLong(limits.recordBytes), at: location)
            case .line(let line):
                if line.allSatisfy({ $0 <= UInt8(ascii: " ") }) { continue }
                if let problem = parser.parse(line) { throw FileError(problem, at: location) }
                for (slot, field) in fields.enumerated() {
                    guard let kind = parser.compound(Int32(slot)) else { continue }
                    throw FileError(
                        "the field '\(field)' holds a JSON \(kind); give a text, a number, or true or false.",
                        at: location)
                }
                let values = fields.indices.map { Substring(String(decoding: parser.value(Int32($0)), as: UTF8.self)) }
                try onRow(checked(Row(values: values, location: location)))
            }
        }
    }
}
