extension TensorFile {
    /// The column of a name and type.
    ///
    /// - Throws: ``FileError`` where it is missing, of another type or not as long as expected.
    public func int32(_ name: String, count: Int? = nil) throws(FileError) -> [Int32] {
        guard case .int32(let array)? = tensors[name]?.elements else { throw Self.missing(name) }
        return try Self.checked(array, name, count)
    }

    /// The column of a name, as 64-bit whole numbers.
    public func int64(_ name: String, count: Int? = nil) throws(FileError) -> [Int64] {
        guard case .int64(let array)? = tensors[name]?.elements else { throw Self.missing(name) }
        return try Self.checked(array, name, count)
    }

    /// The column of a name, as single-precision numbers.
    public func float32(_ name: String, count: Int? = nil) throws(FileError) -> [Float] {
        guard case .float32(let array)? = tensors[name]?.elements else { throw Self.missing(name) }
        return try Self.checked(array, name, count)
    }

    /// The column of a name, as double-precision numbers.
    public func float64(_ name: String, count: Int? = nil) throws(FileError) -> [Double] {
        guard case .float64(let array)? = tensors[name]?.elements else { throw Self.missing(name) }
        return try Self.checked(array, name, count)
    }

    /// The column of a name, as bytes.
    public func uint8(_ name: String, count: Int? = nil) throws(FileError) -> [UInt8] {
        guard case .uint8(let array)? = tensors[name]?.elements else { throw Self.missing(name) }
        return try Self.checked(array, name, count)
    }

    /// Strings, stored as one run of UTF-8 bytes and the offset at which each begins.
    ///
    /// - Throws: ``FileError`` where the offsets are not ascending or the bytes are no UTF-8.
    public func strings(_ name: String, count: Int? = nil) throws(FileError) -> [String] {
        let bytes = try uint8(name)
        let offsets = try int64(name + ".offsets", count: count.map { $0 + 1 })
        guard offsets.first == 0, offsets.last == Int64(bytes.count), zip(offsets, offsets.dropFirst()).allSatisfy(<=)
        else { throw FileError("the column '\(name)' is damaged") }
        var strings: [String] = []
        strings.reserveCapacity(offsets.count - 1)
        for (start, end) in zip(offsets, offsets.dropFirst()) {
            guard let string = String(validating: bytes[Int(start)..<Int(end)], as: UTF8.self) else {
                throw FileError("the column '\(name)' holds bytes that are no UTF-8")
            }
            strings.append(string)
        }
        return strings
    }

    /// Stores texts under a name.
    public mutating func setStrings(_ strings: some Sequence<String>, _ name: String) {
        var bytes: [UInt8] = [], offsets: [Int64] = [0]
        for string in strings {
            bytes.append(contentsOf: string.utf8)
            offsets.append(Int64(bytes.count))
        }
        tensors[name] = Tensor(.uint8(bytes))
        tensors[name + ".offsets"] = Tensor(.int64(offsets))
    }

    private static func missing(_ name: String) -> FileError {
        FileError("the column '\(name)' is missing or of another type")
    }

    private static func checked<Element>(
        _ array: [Element], _ name: String, _ count: Int?
    ) throws(FileError) -> [Element] {
        guard count == nil || array.count == count else {
            throw FileError("the column '\(name)' has \(array.count) rows, expected \(count ?? 0)")
        }
        return array
    }
}
