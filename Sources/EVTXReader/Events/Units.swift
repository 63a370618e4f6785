/// A text in a chunk, in UTF-16: the offset of its first code unit, and how many there are. It lies within the chunk.
struct Units {
    let offset: UInt16
    let count: UInt16

    /// - Returns: nil where the chunk ends before the text does.
    init?(offset: Int, count: Int, in chunk: Chunk) {
        guard let first = UInt16(exactly: offset), let length = UInt16(exactly: count),
            offset + 2 * count <= chunk.count
        else { return nil }
        self.offset = first
        self.count = length
    }

    /// The text without the zeros at its end, which some programs write.
    func withoutFinalZeros(in chunk: Chunk) -> Units {
        var count = Int(count)
        while count > 0, chunk.number(at: Int(offset) + 2 * (count - 1), as: UInt16.self) == 0 { count -= 1 }
        return Units(offset: Int(offset), count: count, in: chunk) ?? self
    }

    /// The code units as they lie in a chunk.
    func bytes(in chunk: Chunk) -> UnsafeRawBufferPointer {
        chunk.slice(Int(offset)..<Int(offset) + 2 * Int(count))
    }

    /// The whole number that the text spells without a sign and leading zeros; nil where it is another text.
    func number(in chunk: Chunk) -> Int? {
        guard (1...9).contains(count) else { return nil }
        var number = 0
        for index in 0..<Int(count) {
            guard let unit = chunk.number(at: Int(offset) + 2 * index, as: UInt16.self), (48...57).contains(unit),
                index == 0 || number > 0
            else { return nil }
            number = 10 * number + Int(unit - 48)
        }
        return number
    }
}
