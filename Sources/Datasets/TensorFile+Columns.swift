public import AccessLogs

extension TensorFile {
    /// The column of a name and type.
    ///
    /// - Throws: ``DatasetError`` where it is missing, of another type or not as long as expected.
    public func int32(_ name: String, count: Int? = nil) throws(DatasetError) -> [Int32] {
        guard case .int32(let array)? = tensors[name]?.elements else { throw Self.missing(name) }
        return try Self.checked(array, name, count)
    }

    public func int64(_ name: String, count: Int? = nil) throws(DatasetError) -> [Int64] {
        guard case .int64(let array)? = tensors[name]?.elements else { throw Self.missing(name) }
        return try Self.checked(array, name, count)
    }

    public func float32(_ name: String, count: Int? = nil) throws(DatasetError) -> [Float] {
        guard case .float32(let array)? = tensors[name]?.elements else { throw Self.missing(name) }
        return try Self.checked(array, name, count)
    }

    public func uint8(_ name: String, count: Int? = nil) throws(DatasetError) -> [UInt8] {
        guard case .uint8(let array)? = tensors[name]?.elements else { throw Self.missing(name) }
        return try Self.checked(array, name, count)
    }

    /// Strings, stored as one run of UTF-8 bytes and the offset at which each begins.
    ///
    /// - Throws: ``DatasetError`` where the offsets are not ascending or the bytes are no UTF-8.
    public func strings(_ name: String, count: Int? = nil) throws(DatasetError) -> [String] {
        let bytes = try uint8(name)
        let offsets = try int64(name + ".offsets", count: count.map { $0 + 1 })
        guard offsets.first == 0, offsets.last == Int64(bytes.count), zip(offsets, offsets.dropFirst()).allSatisfy(<=)
        else { throw DatasetError("the column '\(name)' is damaged") }
        var strings: [String] = []
        strings.reserveCapacity(offsets.count - 1)
        for (start, end) in zip(offsets, offsets.dropFirst()) {
            guard let string = String(validating: bytes[Int(start)..<Int(end)], as: UTF8.self) else {
                throw DatasetError("the column '\(name)' holds bytes that are no UTF-8")
            }
            strings.append(string)
        }
        return strings
    }

    public mutating func setStrings(_ strings: some Sequence<String>, _ name: String) {
        var bytes: [UInt8] = [], offsets: [Int64] = [0]
        for string in strings {
            bytes.append(contentsOf: string.utf8)
            offsets.append(Int64(bytes.count))
        }
        tensors[name] = Tensor(.uint8(bytes))
        tensors[name + ".offsets"] = Tensor(.int64(offsets))
    }

    /// A vocabulary: columns `<name>.tenant` and `<name>.name`.
    ///
    /// - Throws: ``DatasetError`` where a name occurs twice.
    public func vocabulary(_ name: String) throws(DatasetError) -> Vocabulary {
        let tenants = try strings(name + ".tenant")
        let names = try strings(name + ".name", count: tenants.count)
        let vocabulary = Vocabulary(zip(tenants, names).lazy.map { TenantName(tenant: $0, name: $1) })
        guard vocabulary.count == tenants.count, vocabulary.count <= Int(Int32.max) else {
            throw DatasetError("the vocabulary '\(name)' holds a name twice")
        }
        return vocabulary
    }

    public mutating func setVocabulary(_ vocabulary: Vocabulary, _ name: String) {
        setStrings(vocabulary.names.lazy.map(\.tenant), name + ".tenant")
        setStrings(vocabulary.names.lazy.map(\.name), name + ".name")
    }

    private static func missing(_ name: String) -> DatasetError {
        DatasetError("the column '\(name)' is missing or of another type")
    }

    private static func checked<Element>(
        _ array: [Element], _ name: String, _ count: Int?
    ) throws(DatasetError) -> [Element] {
        guard count == nil || array.count == count else {
            throw DatasetError("the column '\(name)' has \(array.count) rows, expected \(count ?? 0)")
        }
        return array
    }
}
