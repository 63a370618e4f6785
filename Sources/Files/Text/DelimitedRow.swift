/// One record of a delimited file; valid until its scanner moves to the next.
package struct DelimitedRow {
    package let base: UnsafePointer<UInt8>
    /// Where each field ends; the next one begins behind the delimiter there.
    package let ends: UnsafePointer<Int>
    /// The number of fields.
    package let count: Int
    /// Whether any field may be written in quotes.
    package let mayHaveQuotes: Bool

    package static let quote = UInt8(ascii: "\"")

    /// The record as it stands in the file, without its line end.
    @inlinable
    package var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base, count: count > 0 ? ends[count - 1] : 0)
    }

    /// A field as it stands in the file, with its quotes.
    @inlinable
    package func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let start = index == 0 ? 0 : ends[index - 1] + 1
        return UnsafeBufferPointer(start: base + start, count: ends[index] - start)
    }

    /// Whether a field is written in quotes.
    @inlinable
    package func hasQuotes(_ index: Int) -> Bool {
        mayHaveQuotes && bytes(index).first == Self.quote
    }

    /// Whether a field holds nothing but spaces and quotes.
    @inlinable
    package func isBlank(_ index: Int) -> Bool {
        bytes(index).allSatisfy { $0 <= UInt8(ascii: " ") || $0 == Self.quote }
    }

    /// A field's text.
    @inlinable
    package func text(_ index: Int) -> String {
        guard hasQuotes(index) else { return String(decoding: bytes(index), as: UTF8.self) }
        var text: [UInt8] = []
        unquote(index) { text.append($0) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Passes on the bytes of a field's text one by one.
    @inlinable
    package func unquote(_ index: Int, _ append: (UInt8) -> Void) {
        var inQuotes = false
        var previousIsClosing = false
        for byte in bytes(index) {
            if byte == Self.quote {
                // Within quotes a second quote right behind one that seemed to close them is a quote of the text.
                if !inQuotes && previousIsClosing { append(byte) }
                previousIsClosing = inQuotes
                inQuotes.toggle()
            } else {
                previousIsClosing = false
                append(byte)
            }
        }
    }
}
