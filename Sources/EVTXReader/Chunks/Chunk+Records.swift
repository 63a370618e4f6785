import Foundation

/// What every record has: its signature, and the same length before and behind it.
extension Chunk {
    private static let recordSignature: UInt32 = 0x2A2A

    /// Whether a record may begin at an offset.
    func hasRecordSignature(at offset: Int) -> Bool { number(at: offset, as: UInt32.self) == Self.recordSignature }

    /// The number of the record at an offset; nil where none begins.
    func recordNumber(at offset: Int) -> UInt64? {
        hasRecordSignature(at: offset) ? number(at: offset + 8, as: UInt64.self) : nil
    }

    /// The length of the record at an offset; nil where there is none that is whole.
    ///
    /// - Parameters:
    ///   - end: where the record has to end at the latest.
    ///   - isLast: whether the length behind the record need not agree where it ends with the range: that of a record
    ///     around it stands there.
    func recordLength(at offset: Int, before end: Int, isLast: Bool = false) -> Int? {
        guard hasRecordSignature(at: offset), let length = number(at: offset + 4, as: UInt32.self).map(Int.init),
            length >= RecordPlace.shortest, length <= end - offset,
            isLast && offset + length == end
                || number(at: offset + length - 4, as: UInt32.self).map(Int.init) == length
        else { return nil }
        return length
    }

    /// Where the first whole record begins at an offset or behind it whose number is accepted.
    ///
    /// - Parameters:
    ///   - end: where the record has to end at the latest.
    ///   - isLast: as for ``recordLength(at:before:isLast:)``.
    func nextRecord(
        from offset: Int, before end: Int, isLast: Bool = false,
        where accepts: (_ number: UInt64?) -> Bool = { _ in true }
    ) -> Int? {
        var position = offset
        while position < end, let base = bytes.baseAddress,
            let found = memchr(base + position, Int32(UInt8(ascii: "*")), end - position)
        {
            position = base.distance(to: UnsafeRawPointer(found))
            if recordLength(at: position, before: end, isLast: isLast) != nil,
                accepts(number(at: position + 8, as: UInt64.self))
            {
                return position
            }
            position += 1
        }
        return nil
    }
}
