/// Reads the parts of binary XML one after the other.
struct TokenReader {
    private let chunk: Chunk
    private let end: Int
    private(set) var position: Int
    /// Whether the elements that were met have a number that says what they depend on. Those of templates do, those of
    /// events without a template mostly do not, and nothing says so.
    private var hasDependencies: Bool

    init(_ chunk: Chunk, from start: Int, to end: Int, hasDependencies: Bool) {
        self.chunk = chunk
        self.end = min(end, chunk.count)
        self.hasDependencies = hasDependencies
        position = start
    }

    mutating func token() throws(RecordFault) -> (token: Token, hasMore: Bool) {
        let byte = try number(UInt8.self)
        guard let token = Token(rawValue: byte & ~Token.more) else { throw .unknownToken }
        return (token, byte & Token.more != 0)
    }

    mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type
    ) throws(RecordFault) -> Number {
        let number = try chunk.require(at: position, as: type)
        try skip(MemoryLayout<Number>.size)
        return number
    }

    mutating func skip(_ count: Int) throws(RecordFault) {
        position += count
        guard position <= end else { throw .cutOff }
    }

    /// A text behind its length, without zeros at its end.
    mutating func text() throws(RecordFault) -> Units {
        let count = Int(try number(UInt16.self))
        guard let units = Units(offset: position, count: count, in: chunk) else { throw .cutOff }
        try skip(2 * count)
        return units.withoutFinalZeros(in: chunk)
    }

    /// A name, which lies where its offset says: here, where it is used for the first time in its chunk.
    mutating func name() throws(RecordFault) -> Units {
        let offset = Int(try number(UInt32.self))
        guard let name = name(at: offset) else { throw .cutOff }
        // The offset of the next name, a hash, the length, and a zero behind the text.
        if offset == position { try skip(8 + 2 * Int(name.count) + 2) }
        return name
    }

    /// The name with which an element begins.
    mutating func elementName(hasAttributes: Bool) throws(RecordFault) -> Units {
        if !hasName(behind: hasDependencies), hasName(behind: !hasDependencies) { hasDependencies.toggle() }
        try skip(Self.lengthBeforeName(hasDependencies))
        let name = try name()
        if hasAttributes { try skip(4) }
        return name
    }

    /// The bytes between the token of an element and the offset of its name: the dependency, and the element's length.
    private static func lengthBeforeName(_ hasDependency: Bool) -> Int { hasDependency ? 6 : 4 }

    /// Whether a name is found where an element has it with a dependency, or without one.
    private func hasName(behind hasDependency: Bool) -> Bool {
        guard let offset = chunk.number(at: position + Self.lengthBeforeName(hasDependency), as: UInt32.self),
            let name = name(at: Int(offset)), name.count > 0, name.count <= Self.longestName,
            let hash = chunk.number(at: Int(offset) + 4, as: UInt16.self)
        else { return false }
        var sum: UInt16 = 0
        for index in 0..<Int(name.count) {
            let unit = chunk.number(at: Int(name.offset) + 2 * index, as: UInt16.self) ?? 0
            sum = sum &* 63 &+ unit
        }
        return sum == hash
    }

    private func name(at offset: Int) -> Units? {
        guard let count = chunk.number(at: offset + 6, as: UInt16.self) else { return nil }
        return Units(offset: offset + 8, count: Int(count), in: chunk)
    }

    private static let longestName = 255
}
