import Files
import LogImport

/// Goes through an event log chunk by chunk.
///
/// Behind the header of the file, chunks of 64 KiB follow one another. The headers of the file and of its chunks are
/// not believed where they say that there is nothing: those of a log that is being written lag behind.
struct EventLogScan: ~Copyable {
    private var window: ByteWindow
    private let header: FileHeader
    private let carving: Bool
    private var decoder: RecordDecoder
    private var places = RecordPlaces()
    /// Where the bytes of the stream begin in the log.
    private let base: Int64
    /// The number of records that have been handed over.
    private(set) var recordCount = 0
    /// Which parts of the log are damaged, or missing.
    private(set) var damage = EventLogDamage()
    /// The number of the last record in the chunk before; nil where there is none, or it was not read.
    private var lastNumber: UInt64?

    /// - Parameters:
    ///   - bytes: the log from an offset on.
    ///   - base: the offset.
    ///   - selection: which events are read.
    ///   - carving: whether to look for records in unused room too.
    init(_ bytes: ByteStream, from base: Int64, header: FileHeader, _ selection: EventSelection, carving: Bool) {
        window = ByteWindow(bytes)
        decoder = RecordDecoder(selection)
        self.base = base
        self.header = header
        self.carving = carving
    }

    /// Where the next chunk begins in the log.
    var position: Int64 { base + window.position }

    /// Where the first chunk begins at an offset or behind it, where all of them are where they should be.
    static func chunkStart(from offset: Int64) -> Int64 {
        let first = Int64(FileHeader.size), size = Int64(Chunk.size)
        return offset <= first ? first : first + (offset - first + size - 1) / size * size
    }

    /// Passes over the header of the file.
    mutating func skipHeader() throws {
        try fill(FileHeader.size)
        if window.bytes.count < FileHeader.size {
            damage.note("the file ends within its header")
        } else if !header.isIntact {
            damage.note("a wrong checksum of the header of the file")
        }
        window.consume(min(FileHeader.size, window.bytes.count))
    }

    /// Reads the chunks that begin before an offset, and those behind it that only the one before them tells from unused
    /// room.
    ///
    /// - Throws: what the stream and the handler throw; ``DamagedInput`` where the stream breaks off, after what came
    ///   before it was read.
    mutating func read(until end: Int64, emit: LogRecordHandler) throws {
        while try position < end || goesOnInEmptyChunk() {
            var breakage: DamagedInput?
            do {
                try fill(Chunk.size)
            } catch let damage as DamagedInput {
                breakage = damage
            }
            guard !window.bytes.isEmpty else {
                if let breakage { throw breakage }
                if chunkIndex < header.chunkCount {
                    damage.note("the file ends after chunk \(chunkIndex) of \(header.chunkCount)")
                }
                return
            }
            try readChunk(emit)
            if let breakage { throw breakage }
        }
    }

    /// How many chunks lie before the position, begun ones too.
    private var chunkIndex: Int {
        Int((Self.chunkStart(from: position) - Int64(FileHeader.size)) / Int64(Chunk.size))
    }

    private mutating func fill(_ count: Int) throws {
        while window.bytes.count < count, try window.fill() {}
    }

    private var expectedNumber: ExpectedNumber {
        ExpectedNumber(
            last: lastNumber, next: header.nextRecordNumber, isOnlyChunk: chunkIndex == 0 && header.chunkCount <= 1)
    }

    /// Whether the chunk at the position says that it is empty, and holds records that follow those before it.
    private mutating func goesOnInEmptyChunk() throws -> Bool {
        guard lastNumber != nil else { return false }
        do {
            try fill(ChunkHeader.size + RecordPlace.shortest)
        } catch is DamagedInput {
            // Whoever reads what follows says so.
            return false
        }
        let chunk = Chunk(bytes: UnsafeRawBufferPointer(window.bytes))
        guard let header = ChunkHeader(of: chunk), header.saysEmpty,
            let number = chunk.recordNumber(at: ChunkHeader.size)
        else { return false }
        return expectedNumber.follows(number)
    }

    private mutating func readChunk(_ emit: LogRecordHandler) throws {
        var chunk = Chunk(bytes: UnsafeRawBufferPointer(window.bytes))
        let header = ChunkHeader(of: chunk)
        let isEmpty = header == nil && chunk.isZero
        if header == nil && !isEmpty { chunk = chunk.beforeNextHeader }
        // The log's header does not count chunks that were added since. Empty is room that was never used.
        let index = chunkIndex, isCounted = index < self.header.chunkCount
        defer { window.consume(chunk.count) }
        guard !isEmpty else {
            lastNumber = nil
            if isCounted { damage.note(.unused, inChunk: index + 1) }
            return
        }
        let hasIntactRecords = header?.hasIntactRecords(in: chunk) ?? false
        places.find(
            in: chunk, header, isIntact: hasIntactRecords && header?.isIntact ?? false, expectedNumber,
            carving: carving)
        if !isCounted { damage.note(.notCounted, inChunk: index + 1) }
        if chunk.count < Chunk.size { damage.note(.short, inChunk: index + 1) }
        if let header {
            if !header.isIntact { damage.note(.headerSum, inChunk: index + 1) }
            if !hasIntactRecords { damage.note(.recordSum, inChunk: index + 1) }
        } else {
            damage.note(.noHeader, inChunk: index + 1)
        }
        for fault in places.faults { damage.note(fault, inChunk: index + 1) }
        lastNumber = places.lastNumber(in: chunk)
        decoder.begin(chunk)
        for place in places.places {
            let record = decoder.record(at: place)
            recordCount += 1
            try emit(place.isRemains ? .remains(record) : record, recordCount)
        }
    }
}
