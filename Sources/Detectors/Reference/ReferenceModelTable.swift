import Foundation

/// A table of a stored model as Spark writes it in JSON form: a folder of files `part-…json` with one object a line.
struct ReferenceModelTable {
    /// What a file may hold at most, so that a wrong or hostile folder is refused before it fills the memory.
    private static let largestFile = 2 << 30, longestLine = 1 << 20, longestVector = 10_002

    /// One line, with its place for errors.
    struct Row {
        let file: String
        let line: Int
        fileprivate let fields: [String: Field]

        func error(_ field: String?, _ reason: String) -> ReferenceModelError {
            ReferenceModelError(file: file, line: line, field: field, reason: reason)
        }

        private func field(_ name: String) throws -> Field {
            guard let field = fields[name] else { throw error(name, "is missing") }
            return field
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
            guard (3...ReferenceModelTable.longestVector).contains(numbers.count) else {
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
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let value = try? container.decode(String.self) {
                self = .text(value)
            } else if let value = try? container.decode(Bool.self) {
                self = .boolean(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode([Double].self) {
                self = .numbers(value)
            } else {
                self = .other
            }
        }
    }

    /// Calls `body` with each row of a table, part after part in the order of the names.
    ///
    /// - Throws: ``ReferenceModelError`` where a file cannot be read or a line is no object.
    static func forEachRow(of table: String, in folder: URL, _ body: (Row) throws -> Void) throws {
        let files = FileManager.default
        let tableFolder = folder.appending(path: table)
        guard let names = try? files.contentsOfDirectory(atPath: tableFolder.path) else {
            throw ReferenceModelError(file: table, reason: "there is no such folder")
        }
        // Spark, too, skips names that begin with a dot or an underscore: checksums and the mark of success.
        let parts = names.filter { !$0.hasPrefix(".") && !$0.hasPrefix("_") }.sorted()
        guard !parts.isEmpty else { throw ReferenceModelError(file: table, reason: "the folder has no parts") }
        let decoder = JSONDecoder()
        for part in parts {
            let file = table + "/" + part, url = tableFolder.appending(path: part)
            guard part.hasSuffix(".json") else {
                throw ReferenceModelError(
                    file: file, reason: "is not a .json file; save the model with the format json")
            }
            let values = try? url.resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey])
            guard values?.isRegularFile == true, let size = values?.fileSize else {
                throw ReferenceModelError(file: file, reason: "is not a file that can be read")
            }
            guard size <= largestFile else { throw ReferenceModelError(file: file, reason: "is larger than 2 GiB") }
            guard let data = try? Data(contentsOf: url, options: .mappedIfSafe) else {
                throw ReferenceModelError(file: file, reason: "cannot be read")
            }
            for (index, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                .enumerated()
            where !line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) {
                guard line.count <= longestLine else {
                    throw ReferenceModelError(file: file, line: index + 1, reason: "is longer than 1 MiB")
                }
                guard let fields = try? decoder.decode([String: Field].self, from: line) else {
                    throw ReferenceModelError(file: file, line: index + 1, reason: "is not a JSON object")
                }
                try body(Row(file: file, line: index + 1, fields: fields))
            }
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
        try data.write(to: tableFolder.appending(path: "part-00000.json"), options: .atomic)
        try Data().write(to: tableFolder.appending(path: "_SUCCESS"), options: .atomic)
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
