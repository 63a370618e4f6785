import Foundation

/// Finds the records of one chunk after another.
///
/// Each record is followed by the next one. Where one is damaged, those behind it are found by what every record has:
/// its signature, and the same length before and behind it.
struct RecordPlaces {
    /// The places in the order of the chunk.
    private(set) var places: [RecordPlace] = []
    /// Whether some records cannot be found, or some bytes that should be records are none.
    private(set) var isDamaged = false

    private static let signature: UInt32 = 0x2A2A
    /// By how much the number of a record that counts may be larger than that of the one before it.
    private static let largestStep: UInt64 = 4096

    /// Finds the records of a chunk, or of what is left of one.
    ///
    /// - Parameters:
    ///   - header: nil where the chunk does not begin with one.
    ///   - isIntact: whether the checksums of the chunk are right.
    ///   - carving: whether to look into unused room too.
    mutating func find(in chunk: Chunk, _ header: ChunkHeader?, isIntact: Bool, carving: Bool) {
        places.removeAll(keepingCapacity: true)
        isDamaged = false
        let end = findLive(in: chunk, header, isIntact: isIntact)
        if let header, places.count < header.recordCount {
            // A length that was changed hides records, where the bytes behind them were changed with it.
            findSwallowed(in: chunk)
            isDamaged = true
        }
        if carving { findRemains(in: chunk, from: end) }
    }

    /// Finds the records that count.
    ///
    /// - Returns: where the unused room begins.
    private mutating func findLive(in chunk: Chunk, _ header: ChunkHeader?, isIntact: Bool) -> Int {
        // Where the header cannot be believed to tell where the unused room begins, the numbers of records do: those in
        // unused room are smaller.
        let isBelieved = header?.isIntact ?? false
        let free = isBelieved ? header?.freeOffset ?? chunk.count : chunk.count
        let expected = header?.recordCount ?? 0
        var position = header == nil ? 0 : ChunkHeader.size
        var last: UInt64?
        while position < chunk.count {
            let number = chunk.number(at: position + 8, as: UInt64.self)
            let counts = isBelieved || Self.isNext(number, after: last, within: Self.largestStep)
            let length = Self.length(at: position, in: chunk, before: chunk.count)
            let goesOn = last != nil && Self.isNext(number, after: last, within: 1)
            // Where checksums are wrong, so may be what the header says of where the unused room begins.
            if !isIntact, expected > 0, places.count >= expected, !goesOn { return position }
            if position >= free {
                // What the header does not count yet.
                guard let length, goesOn || places.count < expected && last == nil else { return position }
                append(position, position + length)
                position += length
            } else if let length, counts {
                append(position, position + length)
                position += length
            } else {
                isDamaged = true
                // There are as many as the header says: what follows are none.
                if isBelieved, expected > 0, places.count >= expected { return position }
                let next = Self.nextRecord(in: chunk, from: position + 1, before: free) {
                    isBelieved || Self.isNext($0, after: last, within: Self.largestStep)
                }
                if counts, chunk.number(at: position, as: UInt32.self) == Self.signature {
                    append(position, next ?? free)
                }
                guard let next else { return position }
                position = next
                continue
            }
            last = number
        }
        return position
    }

    /// Finds records within others, which end where these begin.
    private mutating func findSwallowed(in chunk: Chunk) {
        let found = places
        places.removeAll(keepingCapacity: true)
        for place in found {
            let number = chunk.number(at: place.start + 8, as: UInt64.self)
            var start = place.start
            while let inner = Self.nextRecord(
                in: chunk, from: start + RecordPlace.header, before: place.end, isLast: true,
                where: { Self.isNext($0, after: number, within: Self.largestStep) })
            {
                append(start, inner)
                start = inner
            }
            append(start, place.end)
        }
    }

    /// Finds records in unused room.
    private mutating func findRemains(in chunk: Chunk, from start: Int) {
        var position = start
        while let next = Self.nextRecord(in: chunk, from: position, before: chunk.count, where: { _ in true }),
            let length = Self.length(at: next, in: chunk, before: chunk.count)
        {
            places.append(RecordPlace(start: next, end: next + length, isRemains: true))
            position = next + length
        }
    }

    private mutating func append(_ start: Int, _ end: Int) {
        places.append(RecordPlace(start: start, end: end, isRemains: false))
    }

    /// The length of the record at an offset; nil where there is none that is whole.
    ///
    /// - Parameter isLast: whether the length behind the record need not agree where it ends with the range: that of a
    ///   record around it stands there.
    private static func length(at offset: Int, in chunk: Chunk, before end: Int, isLast: Bool = false) -> Int? {
        guard chunk.number(at: offset, as: UInt32.self) == signature,
            let length = chunk.number(at: offset + 4, as: UInt32.self).map(Int.init),
            length >= RecordPlace.shortest, length <= end - offset,
            isLast && offset + length == end
                || chunk.number(at: offset + length - 4, as: UInt32.self).map(Int.init) == length
        else { return nil }
        return length
    }

    private static func isNext(_ number: UInt64?, after last: UInt64?, within step: UInt64) -> Bool {
        guard let number else { return false }
        guard let last else { return true }
        return number > last && number - last <= step
    }

    /// Where the first whole record begins at an offset or behind it whose number is accepted.
    private static func nextRecord(
        in chunk: Chunk, from offset: Int, before end: Int, isLast: Bool = false,
        where accepts: (_ number: UInt64?) -> Bool
    ) -> Int? {
        var position = offset
        while position < end, let base = chunk.bytes.baseAddress,
            let found = memchr(base + position, 0x2A, end - position)
        {
            position = base.distance(to: UnsafeRawPointer(found))
            if length(at: position, in: chunk, before: end, isLast: isLast) != nil,
                accepts(chunk.number(at: position + 8, as: UInt64.self))
            {
                return position
            }
            position += 1
        }
        return nil
    }
}
