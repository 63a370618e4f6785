public import Foundation

/// Arrays in a file of the safetensors format: a JSON header that names types, shapes and offsets, then the bytes.
///
/// Nothing in such a file can execute, and every offset in it is checked before it is read.
/// Format: https://github.com/huggingface/safetensors, little-endian.
public struct TensorFile: Sendable {
    /// The tensors by name.
    public var tensors: [String: Tensor]

    /// - Parameter tensors: by name.
    public init(_ tensors: [String: Tensor]) {
        self.tensors = tensors
    }

    /// The largest header that is read, in bytes.
    private static let headerLimit = 16 << 20

    private struct Entry: Codable {
        var dtype: String
        var shape: [Int]
        var data_offsets: [Int]
    }

    /// The entries by name, without the metadata that other programs add.
    private struct Header: Decodable {
        let entries: [String: Entry]

        private struct Name: CodingKey {
            let stringValue: String
            let intValue: Int? = nil

            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Name.self)
            let names = container.allKeys.filter { $0.stringValue != "__metadata__" }
            entries = Dictionary(
                uniqueKeysWithValues: try names.map { ($0.stringValue, try container.decode(Entry.self, forKey: $0)) })
        }
    }

    /// Reads a file.
    ///
    /// - Throws: ``FileError`` naming the file, where it is missing, damaged or of another format.
    public init(contentsOf url: URL) throws {
        let file = try ReadableFile(at: url, limit: nil)
        tensors = [:]
        guard file.size >= 8, let prefix = file.array(of: UInt8.self, count: 8, at: 0) else {
            throw FileError("\(url.path) is no tensor file: it has \(file.size) bytes")
        }
        let headerLength = prefix.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard headerLength <= UInt64(min(Self.headerLimit, file.size - 8)),
            let headerBytes = file.array(of: UInt8.self, count: Int(headerLength), at: 8)
        else { throw FileError("\(url.path) is no tensor file, or it is cut short") }
        let body = 8 + headerBytes.count
        let header: Header
        do {
            header = try JSONDecoder().decode(Header.self, from: Data(headerBytes))
        } catch {
            throw FileError("\(url.path) has a damaged header; write the file again")
        }
        // Those that share bytes would take more memory than the file has.
        var left = file.size - body
        for (name, entry) in header.entries {
            guard entry.data_offsets.count == 2, entry.data_offsets[0] >= 0,
                entry.data_offsets[0] <= entry.data_offsets[1], entry.data_offsets[1] <= file.size - body
            else { throw FileError("\(url.path): the tensor '\(name)' lies outside the file") }
            guard let count = entry.shape.reduce(Optional(1), Self.product),
                let size = Self.size(of: entry.dtype),
                count.multipliedReportingOverflow(by: size) == (entry.data_offsets[1] - entry.data_offsets[0], false)
            else { throw FileError("\(url.path): the tensor '\(name)' has a type or shape that cannot be read") }
            left -= entry.data_offsets[1] - entry.data_offsets[0]
            guard left >= 0 else { throw FileError("\(url.path): tensors overlap; write the file again") }
            guard let elements = Self.elements(file, at: body + entry.data_offsets[0], type: entry.dtype, count: count)
            else { throw FileError("\(url.path) cannot be read, or was cut short") }
            tensors[name] = Tensor(shape: entry.shape, elements)
        }
    }

    /// Writes the file. The same tensors give the same bytes.
    ///
    /// - Throws: ``FileError`` naming the file, where it cannot be written.
    public func write(to url: URL) throws {
        var entries: [String: Entry] = [:]
        var offset = 0
        let names = tensors.keys.sorted()
        for name in names {
            guard let tensor = tensors[name] else { continue }
            let type = Self.type(of: tensor.elements)
            let end = offset + tensor.elements.count * (Self.size(of: type) ?? 0)
            entries[name] = Entry(dtype: type, shape: tensor.shape, data_offsets: [offset, end])
            offset = end
        }
        var header = try CanonicalJSON.encoder().encode(entries)
        header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
        var data = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
        data.reserveCapacity(8 + header.count + offset)
        data.append(header)
        for name in names {
            switch tensors[name]?.elements {
            case .float32(let array): array.withUnsafeBytes { data.append(contentsOf: $0) }
            case .float64(let array): array.withUnsafeBytes { data.append(contentsOf: $0) }
            case .int32(let array): array.withUnsafeBytes { data.append(contentsOf: $0) }
            case .int64(let array): array.withUnsafeBytes { data.append(contentsOf: $0) }
            case .uint8(let array): data.append(contentsOf: array)
            case nil: break
            }
        }
        try FileError.naming(url) { try data.write(to: url) }
    }

    private static func product(_ partial: Int?, _ next: Int) -> Int? {
        guard let partial, next >= 0 else { return nil }
        let (value, overflow) = partial.multipliedReportingOverflow(by: next)
        return overflow ? nil : value
    }

    private static func size(of type: String) -> Int? {
        ["F32": 4, "F64": 8, "I32": 4, "I64": 8, "U8": 1][type]
    }

    private static func type(of elements: Tensor.Elements) -> String {
        switch elements {
        case .float32: "F32"
        case .float64: "F64"
        case .int32: "I32"
        case .int64: "I64"
        case .uint8: "U8"
        }
    }

    private static func elements(
        _ file: ReadableFile, at offset: Int, type: String, count: Int
    ) -> Tensor.Elements? {
        switch type {
        case "F32": file.array(of: Float.self, count: count, at: offset).map { .float32($0) }
        case "F64": file.array(of: Double.self, count: count, at: offset).map { .float64($0) }
        case "I32": file.array(of: Int32.self, count: count, at: offset).map { .int32($0) }
        case "I64": file.array(of: Int64.self, count: count, at: offset).map { .int64($0) }
        default: file.array(of: UInt8.self, count: count, at: offset).map { .uint8($0) }
        }
    }
}
