import Files
import Foundation

/// The tables of a stored model as Spark writes them in JSON form: each a folder of files `part-…json` with one object a
/// line.
final class ReferenceModelTables {
    /// What a model may hold at most, so that a wrong or hostile folder is refused before it fills the memory. What is held
    /// of a text takes up to five times its bytes.
    private static let largestModel = 512 << 20, longestLine = 1 << 20, longestVector = 10_002

    private let folder: URL
    /// The bytes that may still be read.
    private var left = largestModel

    init(in folder: URL) {
        self.folder = folder
    }

    /// One line, with its location for errors.
    struct Row {
        let file: String
        let line: Int
        fileprivate let fields: [String: Field]

        func error(_ field: String?, _ reason: String) -> ReferenceModelError {
            ReferenceModelError(file: file, line: line, field: field, reason: reason)
        }

        private func field(_ name: String) throws -> Field {
            switch fields[name] {
            case nil: throw error(name, "is missing")
            case .unreadable?: throw error(name, "holds a number that cannot be read")
            case let field?: return field
            }
        }

        func text(_ name: String) throws -> String {
            guard case .text(let text) = try field(name) else { throw error(name, "is not a text") }
            return text
        }

        func boolean(_ name: String) throws -> Bool {
            guard case .boolean(let value) = try field(name) else { throw error(name, "is not true or false") }
            return value
        }

        func integer(_ name: String) throws -> Int {
            guard case .number(let number) = try field(name), abs(number) <= 0x1p53, let value = Int(exactly: number)
            else { throw error(name, "is not a whole number") }
            return value
        }

        func vector(_ name: String) throws -> [Double] {
            guard case .numbers(let numbers) = try field(name) else { throw error(name, "is not a list of numbers") }
            guard numbers.allSatisfy(\.isFinite) else { throw error(name, "holds a number that is not finite") }
            guard (3...ReferenceModelTables.longestVector).contains(numbers.count) else {
                throw error(name, "has \(numbers.count) numbers; expected rank + 2")
            }
            return numbers
        }
    }

    fileprivate enum Field: Decodable {
        case text(String)
        case number(Double)
        case boolean(Bool)
        case numbers([Double])
        /// A number of 400 digits, for example.
        case unreadable
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            func value<Value: Decodable>(_ type: Value.Type) throws -> Value? {
                do {
                    return try container.decode(type)
                } catch DecodingError.typeMismatch, DecodingError.valueNotFound {
                    return nil
                }
            }
            do {
                self =
                    if let value = try value(String.self) {
                        .text(value)
                    } else if let value = try value(Bool.self) {
                        .boolean(value)
                    } else if let value = try value(Double.self) {
                        .number(value)
                    } else if let value = try value([Double].self) {
                        .numbers(value)
                    } else {
                        .other
                    }
            } catch {
                self = .unreadable
            }
        }
    }

    /// Calls `body` with each row of a table, part after part in the order of the names.
    ///
    /// - Throws: ``ReferenceModelError`` where a file cannot be read or a line is no object.
    func forEachRow(of table: String, _ body: (Row) throws -> Void) throws {
        let tableFolder = folder.appending(path: table)
        guard FileManager.default.fileExists(atPath: tableFolder.path) else {
            throw ReferenceModelError(file: table, reason: "there is no such folder")
        }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: tableFolder.path)
        } catch {
            throw ReferenceModelError(
                file: table, reason: "cannot be read as a folder: \(FileError.reason(error))")
        }
        // Spark, too, skips names that begin with a dot or an underscore: checksums and the mark of success.
        let parts = names.filter { !$0.hasPrefix(".") && !$0.hasPrefix("_") }.sorted()
        guard !parts.isEmpty else { throw ReferenceModelError(file: table, reason: "the folder has no parts") }
        for part in parts {
            let file = table + "/" + part
            guard part.hasSuffix(".json") else {
                throw ReferenceModelError(
                    file: file, reason: "is not a .json file; save the model with the format json")
            }
            try forEachLine(of: tableFolder.appending(path: part), named: file) { number, line in
                try body(Row(file: file, line: number, fields: Self.fields(of: line, file, number)))
            }
        }
    }

    private static func tooLarge(_ file: String) -> ReferenceModelError {
        ReferenceModelError(file: file, reason: "cannot be read: the files of the model are larger than 512 MiB")
    }

    private static func fields(of line: Data, _ file: String, _ number: Int) throws -> [String: Field] {
        do {
            return try JSONDecoder().decode([String: Field].self, from: line)
        } catch {
            throw ReferenceModelError(file: file, line: number, reason: "is not a JSON object")
        }
    }

    /// Calls `body` with each line that is not blank and its number, from one. A file is never held as a whole.
    private func forEachLine(of url: URL, named file: String, _ body: (Int, Data) throws -> Void) throws {
        let input: ReadableFile
        do {
            input = try ReadableFile(opening: url)
        } catch {
            throw ReferenceModelError(file: file, reason: "cannot be read: \(error)")
        }
        guard input.size <= left else { throw Self.tooLarge(file) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.longestLine + (64 << 10), alignment: 1)
        defer { buffer.deallocate() }
        var kept = 0, offset = 0, number = 0
        func pass(_ line: UnsafeRawBufferPointer) throws {
            number += 1
            if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { return }
            guard line.count <= Self.longestLine else {
                throw ReferenceModelError(file: file, line: number, reason: "is longer than 1 MiB")
            }
            try body(number, Data(line))
        }
        while true {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[kept...])
            let count: Int
            do {
                count = try input.copy(into: room, from: offset)
            } catch {
                throw ReferenceModelError(file: file, line: number + 1, reason: "cannot be read: \(error)")
            }
            offset += count
            left -= count
            guard left >= 0 else { throw Self.tooLarge(file) }
            var rest = UnsafeRawBufferPointer(rebasing: buffer[..<(kept + count)])
            while let start = rest.baseAddress, let end = memchr(start, Int32(UInt8(ascii: "\n")), rest.count) {
                let length = start.distance(to: UnsafeRawPointer(end))
                try pass(UnsafeRawBufferPointer(rebasing: rest[..<length]))
                rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
            }
            if count < room.count || rest.count > Self.longestLine {
                if !rest.isEmpty { try pass(rest) }
                return
            }
            // The line continues in the next piece.
            kept = rest.count
            buffer.copyMemory(from: rest)
        }
    }

    /// Writes a table of rows that are encoded one by one.
    static func write(
        _ rows: some Sequence<[String: Value]>, to table: String, in folder: URL
    ) throws {
        let tableFolder = folder.appending(path: table)
        try FileManager.default.createDirectory(at: tableFolder, withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var data = Data()
        for row in rows {
            data += try encoder.encode(row)
            data.append(UInt8(ascii: "\n"))
        }
        try data.write(to: tableFolder.appending(path: "part-00000.json"))
        try Data().write(to: tableFolder.appending(path: "_SUCCESS"))
    }

    /// What a column holds in a row to be written.
    enum Value: Encodable {
        case text(String)
        case integer(Int)
        case boolean(Bool)
        case vector([Double])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let value): try container.encode(value)
            case .integer(let value): try container.encode(value)
            case .boolean(let value): try container.encode(value)
            case .vector(let value): try container.encode(value)
            }
        }
    }
}
