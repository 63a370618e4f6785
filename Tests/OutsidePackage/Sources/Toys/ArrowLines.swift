import AccessLogs
import Files
import LogImport

/// Lines such as `alice > finance` below a first line `# arrows`.
package struct ArrowLines: DivisibleLogReader {
    package static let id = "arrow-lines"
    package static let summary = "a user, an arrow and a resource, one pair a line"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        head.starts(with: "# arrows".utf8)
    }

    package func read(_ source: InputSource, emit: LogRecordHandler) throws {
        var lines = LineScanner(source.bytes, limit: source.limits.recordBytes)
        try read(&lines, until: .max, emit: emit)
    }

    package func read(_ part: LogPart, emit: LogRecordHandler) throws {
        var lines = try part.lines()
        try part.begin(at: lines.position)
        try read(&lines, until: part.range.upperBound, emit: emit)
        try part.end(at: lines.position, lineEnds: lines.number)
    }

    private func read(_ lines: inout LineScanner, until end: Int64, emit: LogRecordHandler) throws {
        while lines.position < end {
            switch try lines.next() {
            case .end: return
            case .tooLong: try emit(.malformed("the line is too long."), lines.number)
            case .line(let bytes):
                let line = String(decoding: bytes, as: UTF8.self)
                if line.isEmpty || line.hasPrefix("#") { continue }
                try emit(Self.record(line), lines.number)
            }
        }
    }

    private static func record(_ line: String) -> LogRecord {
        let names = line.split(separator: ">").map { $0.filter { $0 != " " } }
        guard names.count == 2, !names[0].isEmpty, !names[1].isEmpty else {
            return .malformed("the line has no user and resource with an arrow between them.")
        }
        return .access(
            AccessEvent(user: AccountIdentity(name: names[0]), resource: ResourceIdentity(name: names[1])))
    }
}
