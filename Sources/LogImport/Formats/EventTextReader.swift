import AccessLogs
package import Files

/// Events as text for people: what `wevtutil /f:text` prints, what Event Viewer copies, PowerShell's `Format-List`, and the
/// events of Splunk's input of Windows event logs.
package struct EventTextReader: LogReader {
    package static let id = "event-text"
    package static let summary =
        "events as text (wevtutil /f:text, Event Viewer's copy, Format-List, Splunk's WinEventLog)"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool { EventTextStyle(head) != nil }

    package func read(_ source: InputSource, emit: LogRecordHandler) throws {
        guard let style = EventTextStyle(source.head) else { return }
        let limit = source.limits.recordBytes
        var lines = LineScanner(source.bytes, limit: limit)
        var block: [UInt8] = [], start = 1, isTooLong = false
        func finish() throws {
            if isTooLong {
                try emit(.malformed(DelimitedScanner.tooLong(limit)), start)
            } else if block.contains(where: { $0 > UInt8(ascii: " ") }) {
                try block.withUnsafeBufferPointer { try emit(style.record($0), start) }
            }
            block.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        reading: while true {
            switch try lines.next() {
            case .end: break reading
            case .tooLong: isTooLong = true
            case .line(let line):
                if style.begins(line) {
                    try finish()
                    start = lines.number
                }
                if block.count + line.count > limit {
                    isTooLong = true
                } else {
                    block += line
                    block.append(UInt8(ascii: "\n"))
                }
            }
        }
        try finish()
    }
}

/// How the events of a log of text begin, and how their lines are to be read.
enum EventTextStyle {
    /// `Event[0]:`, and indented lines below it.
    case printed
    /// `Log Name:  Security`, in the language of the system.
    case copied(firstName: [UInt8])
    /// `TimeCreated  : …`: names, spaces and a colon; the first name begins each event.
    case listed(firstName: [UInt8])
    /// A line that is a time, with the month first, and then names and equals signs.
    case splunk

    init?(_ head: InputHead) {
        let lines = head.bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 8).prefix(8)
            .filter { $0.contains { $0 > UInt8(ascii: " ") } }
        guard let first = lines.first.map({ $0.drop { $0 <= UInt8(ascii: " ") } }) else { return nil }
        if first.starts(with: "Event[".utf8), head.bytes.contains(UInt8(ascii: ":")) {
            self = .printed
        } else if lines.count > 1, lines[1].starts(with: "LogName=".utf8), Self.isSplunkTime(first) {
            self = .splunk
        } else if let name = Self.logNames.first(where: { first.starts(with: $0) }) {
            self = .copied(firstName: name)
        } else if let name = Self.listedName(first), Self.firstNames.contains(String(decoding: name, as: UTF8.self)) {
            self = .listed(firstName: Array(name))
        } else {
            return nil
        }
    }

    /// Whether an event begins with a line.
    func begins(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .printed: line.starts(with: "Event[".utf8)
        case .copied(let name): line.starts(with: name)
        case .listed(let name):
            line.starts(with: name) && Self.listedName(Array(line.prefix(name.count + 64))[...])?.count == name.count
        case .splunk: line.count <= 40 && Self.isSplunkTime(Array(line)[...])
        }
    }

    /// The record that the lines of an event stand for.
    func record(_ block: UnsafeBufferPointer<UInt8>) -> LogRecord {
        guard ShareEvent.isMentioned(in: block) else { return .other }
        guard let text = String(validating: block, as: UTF8.self) else {
            return .malformed(TextEncoding.problem(of: block))
        }
        var event = LooseEvent(), message = "", inMessage = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.last == "\r" ? line.dropLast() : line
            if case .splunk = self, index == 0 {
                event.take(Self.isoTime(String(line)) ?? String(line), for: .timeCreated, column: "the first line")
                continue
            }
            if inMessage, !endsMessage(line) {
                message += line + "\n"
                continue
            }
            guard let (name, value) = nameAndValue(line) else { continue }
            inMessage = Self.messageNames.contains(FieldNames.normalized(name))
            if inMessage {
                message += value + "\n"
            } else {
                // People are shown times of their own zone.
                event.take(String(value), named: FieldNames.path(name), origin: String(name), zone: .unsaid)
            }
        }
        event.take(text: message, origin: "the message")
        return event.record(bytes: block, place: 0, impliesSuccess: false)
    }

    private func endsMessage(_ line: Substring) -> Bool {
        guard case .listed = self, let first = line.utf8.first, first > UInt8(ascii: " ") else { return false }
        return Self.listedName(Array(line.utf8)[...]) != nil
    }

    private func nameAndValue(_ line: Substring) -> (Substring, Substring)? {
        let separator: UInt8
        if case .splunk = self { separator = UInt8(ascii: "=") } else { separator = UInt8(ascii: ":") }
        guard let end = line.utf8.firstIndex(of: separator) else { return nil }
        let value = line[line.utf8.index(after: end)...]
        return (line[..<end], Substring(String(value).trimmingSpaces()))
    }

    /// A name behind which spaces and a colon stand.
    private static func listedName(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let name = line.prefix { (97...122).contains($0 | 0x20) }
        let rest = line[name.endIndex...]
        let spaces = rest.prefix { $0 == UInt8(ascii: " ") }
        guard !name.isEmpty, !spaces.isEmpty, line[spaces.endIndex...].first == UInt8(ascii: ":") else { return nil }
        return name
    }

    private static func isSplunkTime(_ line: ArraySlice<UInt8>) -> Bool {
        guard (18...32).contains(line.count), let first = line.first, 48...57 ~= first,
            line.last(where: { $0 > UInt8(ascii: " ") }).map({ $0 | 0x20 }) == UInt8(ascii: "m")
        else { return false }
        return isoTime(String(decoding: line, as: UTF8.self)) != nil
    }

    /// Splunk's input writes the month first, whatever the system's language.
    private static func isoTime(_ text: String) -> String? {
        var reader = TimestampReader(order: .monthFirst)
        return reader.time(text.trimmingSpaces()).map { String($0.description.dropLast()) }
    }

    private static let firstNames: Set = ["TimeCreated", "Message", "ProviderName", "Id", "Index", "EventID"]
    private static let messageNames: Set = [
        "message", "description", "beschreibung", "descripción", "descrizione", "descrição",
    ]
    private static let logNames = [
        "Log Name:", "Protokollname:", "Nom du journal :", "Nom du journal:", "Nombre de registro:", "Nome registro:",
    ].map { Array($0.utf8) }
}
