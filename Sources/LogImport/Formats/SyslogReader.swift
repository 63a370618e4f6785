import Files

/// A log of lines behind a header of syslog, one record in each.
protocol SyslogReader: LogReader {
    /// Whether a line is one of this format.
    static func recognizes(_ line: SyslogHeader) -> Bool

    /// The record of a line.
    ///
    /// - Parameter bytes: the line as the log has it.
    func record(_ line: SyslogHeader, bytes: UnsafeBufferPointer<UInt8>) -> LogRecord
}

extension SyslogReader {
    /// Whether one of the first lines is of this format.
    package func recognizes(_ head: InputHead) -> Bool {
        let text = String(decoding: head.bytes.prefix(1 << 14), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).prefix(20).contains { line in
            SyslogHeader(String(line)).map(Self.recognizes) ?? false
        }
    }

    package func read(_ source: InputSource, emit: LogRecordHandler) throws {
        let limit = source.limits.recordBytes
        var lines = LineScanner(source.bytes, limit: limit)
        while true {
            switch try lines.next() {
            case .end: return
            case .tooLong: try emit(.malformed(DelimitedScanner.tooLong(limit)), lines.number)
            case .line(let line):
                guard line.contains(where: { $0 > UInt8(ascii: " ") }) else { continue }
                try emit(record(line), lines.number)
            }
        }
    }

    private func record(_ line: UnsafeBufferPointer<UInt8>) -> LogRecord {
        guard let text = String(validating: line, as: UTF8.self) else {
            return .malformed(TextEncoding.problem(of: line))
        }
        return SyslogHeader(text).map { record($0, bytes: line) } ?? .other
    }
}
