import Algorithms

/// The beginning of a log, by which its format is told.
public struct InputHead: Sendable {
    /// The first bytes, at most ``limit`` of them.
    public let bytes: [UInt8]
    /// The names of the columns, where the first line could be the header of a delimited file.
    public let header: TableHeader?

    /// A header has to fit in this many bytes: Sentinel's SecurityEvent has 230 columns.
    package static let limit = 1 << 16

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        header = bytes.contains(0) ? nil : TableHeader(bytes)
    }

    /// Whether the log begins with these bytes.
    public func starts(with prefix: some Sequence<UInt8>) -> Bool {
        bytes.starts(with: prefix)
    }

    /// The first byte that is not white space; nil where there is none.
    package var firstVisibleByte: UInt8? {
        bytes.first { $0 > UInt8(ascii: " ") }
    }

    /// Whether nearly every other byte at the beginning is zero, and no byte between these is.
    private var looksLikeUTF16: Bool {
        let start = bytes.prefix(64)
        let zeros = start.indices.filter { start[$0] == 0 }
        guard let first = zeros.first, 4 * zeros.count >= start.count else { return false }
        return zeros.allSatisfy { ($0 - first).isMultiple(of: 2) }
    }

    /// What a person sees who looks into the file, for messages.
    package var glimpse: String {
        if let header {
            return "its first line is \"\(header.names.joined(separator: header.separator).excerpt(200))\""
        }
        if looksLikeUTF16 {
            return "it seems to be UTF-16 without a byte order mark, which has to be saved with the mark, or as UTF-8"
        }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        if !line.contains(0), String(validating: line, as: UTF8.self) == nil {
            return line.withUnsafeBufferPointer { "in its first line " + TextEncoding.problem(of: $0).dropLast() }
        }
        let note = bytes.firstIndex(of: 0).map { "byte \($0 + 1) is zero, which no text has; " } ?? ""
        let visible = bytes.prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        return "\(note)its first bytes are \(visible.joined(separator: " "))"
    }
}

/// The first line of a delimited file.
public struct TableHeader: Hashable, Sendable {
    /// The byte between fields.
    public let delimiter: UInt8
    /// The columns' names without surrounding white space.
    public let names: [String]
    /// The index of the first column of each name, in lower case.
    private let indexOfName: [String: Int]
    /// The line on which the names stand, counted from one: PowerShell writes the type of its objects before them,
    /// spreadsheets the delimiter.
    package let line: Int

    package init(delimiter: UInt8, names: [String], line: Int = 1) {
        self.line = line
        self.delimiter = delimiter
        self.names = names
        indexOfName = Dictionary(names.enumerated().map { ($1.lowercased(), $0) }) { first, _ in first }
    }

    package var separator: String { String(UnicodeScalar(delimiter)) }

    /// The first line as a header, cut at whichever of comma, tab, semicolon and bar occurs most in it.
    package init?(_ bytes: [UInt8]) {
        var line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        var number = 1, stated: UInt8?
        while number < 4, line.endIndex < bytes.count, Self.isPreface(line) {
            if line.first.map({ $0 | 0x20 }) == UInt8(ascii: "s") {
                stated = line.dropFirst(Self.delimiterPreface.count).first.map { $0 == 13 ? UInt8(ascii: ",") : $0 }
            }
            number += 1
            line = bytes[(line.endIndex + 1)...].prefix { $0 != UInt8(ascii: "\n") }
        }
        guard !line.isEmpty else { return nil }
        let counts = ",\t;|".utf8.map { candidate in (candidate, line.count { $0 == candidate }) }
        let likely = counts.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0.0 : nil } ?? UInt8(ascii: ",")
        let delimiter = stated.flatMap { ",\t;|".utf8.contains($0) ? $0 : nil } ?? likely
        var scanner = DelimitedScanner(ByteStream(Array(line)), delimiter: delimiter, limit: InputHead.limit)
        // Reading bytes in memory cannot fail. A line that is no record, for example because a quote is not closed in
        // it, is no header either.
        guard case .record(let row)? = try? scanner.next() else { return nil }
        self.init(delimiter: delimiter, names: (0..<row.count).map { row.text($0).trimmingSpaces() }, line: number)
    }

    /// Whether a line says something about the table below it.
    private static func isPreface(_ line: ArraySlice<UInt8>) -> Bool {
        func starts(with preface: [UInt8]) -> Bool {
            line.count >= preface.count && zip(line, preface).allSatisfy { $0 | 0x20 == $1 | 0x20 }
        }
        return starts(with: typePreface) || starts(with: delimiterPreface) && line.count <= delimiterPreface.count + 2
    }

    private static let typePreface = Array("#TYPE ".utf8), delimiterPreface = Array("sep=".utf8)

    /// The index of the first column that has one of the names, whatever their case.
    package func index(of names: String...) -> Int? {
        index(of: names)
    }

    package func index(of names: [String]) -> Int? {
        names.lazy.compactMap { indexOfName[$0.lowercased()] }.first
    }
}

extension String {
    package func trimmingSpaces() -> String {
        // Nearly every text is trimmed already, as its outer bytes show.
        if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) {
            return self
        }
        return String(trimming(while: \.isWhitespace))
    }
}
