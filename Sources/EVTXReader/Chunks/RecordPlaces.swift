/// Finds the records of one chunk after another.
///
/// Each record is followed by the next one. Where one is damaged, those behind it are found by what every record has:
/// its signature, and the same length before and behind it.
struct RecordPlaces {
    /// The places in the order of the chunk.
    private(set) var places: [RecordPlace] = []
    /// What is wrong: some records cannot be found, or some bytes that should be records are none.
    private(set) var faults: [EventLogDamage.Fault] = []

    /// Finds the records of a chunk, or of what is left of one.
    ///
    /// - Parameters:
    ///   - header: nil where the chunk does not begin with one.
    ///   - isIntact: whether the checksums of the chunk are right.
    ///   - expected: which records belong to a chunk whose header says that it is empty.
    ///   - carving: whether to look into unused room too.
    mutating func find(
        in chunk: Chunk, _ header: ChunkHeader?, isIntact: Bool, _ expected: ExpectedNumber, carving: Bool
    ) {
        places.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
        let end: Int
        if let header, header.isIntact {
            end = findCounted(in: chunk, header, isIntact: isIntact, expected)
        } else {
            end = findWhole(in: chunk, header)
        }
        if let header, places.count < header.recordCount {
            // A length that was changed hides records, where the bytes behind them were changed with it.
            findSwallowed(in: chunk)
            if header.isIntact { faults.append(.missingRecords) }
        }
        if carving { findRemains(in: chunk, from: end) }
    }

    /// The number of the last record that counts; nil where there is none.
    func lastNumber(in chunk: Chunk) -> UInt64? {
        places.last { !$0.isRemains }.flatMap { chunk.recordNumber(at: $0.start) }
    }

    /// Finds the records that count in a chunk whose header can be believed.
    ///
    /// - Returns: where the unused room begins.
    private mutating func findCounted(
        in chunk: Chunk, _ header: ChunkHeader, isIntact: Bool, _ expected: ExpectedNumber
    ) -> Int {
        let free = header.freeOffset, count = header.recordCount
        var position = ChunkHeader.size
        var last: UInt64?
        while position < chunk.count {
            let number = chunk.number(at: position + 8, as: UInt64.self)
            let length = chunk.recordLength(at: position, before: chunk.count)
            let goesOn = last != nil && ExpectedNumber.follows(number, last, within: 1)
            // Where the checksum of the records is wrong, so may be what the header says of where the unused room begins.
            if !isIntact, count > 0, places.count >= count, !goesOn { return position }
            if position >= free {
                // What the header does not count yet.
                guard let length else { return position }
                if last == nil, places.count >= count {
                    guard header.saysEmpty, let number, expected.allows(number) else { return position }
                    faults.append(.notEmpty)
                } else if last != nil, !goesOn {
                    return position
                }
                append(position, position + length)
                position += length
            } else if let length {
                append(position, position + length)
                position += length
            } else {
                note(.brokenPlaces)
                // There are as many as the header says: what follows are none.
                if count > 0, places.count >= count { return position }
                let next = chunk.nextRecord(from: position + 1, before: free)
                if chunk.hasRecordSignature(at: position) { append(position, next ?? free) }
                guard let next else { return position }
                position = next
                continue
            }
            last = number
        }
        return position
    }

    private mutating func note(_ fault: EventLogDamage.Fault) {
        if !faults.contains(fault) { faults.append(fault) }
    }

    /// Finds records within others, which end where these begin.
    private mutating func findSwallowed(in chunk: Chunk) {
        let found = places
        places.removeAll(keepingCapacity: true)
        for place in found {
            let number = chunk.recordNumber(at: place.start)
            var start = place.start
            while let inner = chunk.nextRecord(
                from: start + RecordPlace.header, before: place.end, isLast: true,
                where: { ExpectedNumber.follows($0, number) })
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
        while let next = chunk.nextRecord(from: position, before: chunk.count),
            let length = chunk.recordLength(at: next, before: chunk.count)
        {
            places.append(RecordPlace(start: next, end: next + length, isRemains: true))
            position = next + length
        }
    }

    /// Finds the records that count in a chunk whose header tells nothing for certain: every one that is whole by itself,
    /// up to where the unused room seems to begin.
    ///
    /// - Returns: where the unused room begins.
    private mutating func findWhole(in chunk: Chunk, _ header: ChunkHeader?) -> Int {
        let run = RecordRun(in: chunk, from: header == nil ? 0 : ChunkHeader.size)
        let live = run.live(endingAt: header?.freeOffset)
        for piece in live {
            append(piece.start, piece.end)
            if !piece.isWhole || piece.followsGap { note(.brokenPlaces) }
        }
        return live.last?.end ?? (header == nil ? 0 : ChunkHeader.size)
    }

    private mutating func append(_ start: Int, _ end: Int) {
        places.append(RecordPlace(start: start, end: end, isRemains: false))
    }
}
