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
    private var decoder = RecordDecoder()
    private var places = RecordPlaces()
    /// Where the bytes of the stream begin in the log.
    private let base: Int64
    /// The number of records that have been handed over.
    private(set) var recordCount = 0
    /// Whether parts of the log are damaged, or missing.
    private(set) var isDamaged = false

    /// - Parameters:
    ///   - bytes: the log from an offset on.
    ///   - base: the offset.
    ///   - carving: whether to look for records in unused room too.
    init(_ bytes: ByteStream, from base: Int64, header: FileHeader, carving: Bool) {
        window = ByteWindow(bytes)
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
        if window.bytes.count < FileHeader.size || !header.isIntact { isDamaged = true }
        window.consume(min(FileHeader.size, window.bytes.count))
    }

    /// Reads the chunks that begin before an offset.
    ///
    /// - Throws: what the stream and the handler throw; ``DamagedInput`` where the stream breaks off, after what came
    ///   before it was read.
    mutating func read(until end: Int64, emit: LogRecordHandler) throws {
        while position < end {
            var damage: DamagedInput?
            do {
                try fill(Chunk.size)
            } catch let breakage as DamagedInput {
                damage = breakage
            }
            guard !window.bytes.isEmpty else {
                if let damage { throw damage }
                if chunkNumber < header.chunkCount { isDamaged = true }
                return
            }
            try readChunk(emit)
            if let damage { throw damage }
        }
    }

    /// How many chunks lie before the position, begun ones too.
    private var chunkNumber: Int {
        Int((Self.chunkStart(from: position) - Int64(FileHeader.size)) / Int64(Chunk.size))
    }

    private mutating func fill(_ count: Int) throws {
        while window.bytes.count < count, try window.fill() {}
    }

    private mutating func readChunk(_ emit: LogRecordHandler) throws {
        var chunk = Chunk(bytes: UnsafeRawBufferPointer(window.bytes))
        let header = ChunkHeader(of: chunk)
        let isEmpty = header == nil && chunk.isZero
        if header == nil && !isEmpty { chunk = chunk.beforeNextHeader }
        let isIntact = header.map { $0.isIntact && $0.hasIntactRecords(in: chunk) } ?? false
        // The log's header does not count chunks that were added since. Empty is room that was never used.
        let isCounted = chunkNumber < self.header.chunkCount
        if isEmpty ? isCounted : !isCounted || !isIntact || chunk.count < Chunk.size { isDamaged = true }
        if !isEmpty {
            places.find(in: chunk, header, isIntact: isIntact, carving: carving)
            if places.isDamaged { isDamaged = true }
            decoder.begin(chunk)
            for place in places.places {
                let record = decoder.record(at: place)
                // What is left of an earlier record need not be whole.
                if place.isRemains, case .malformed = record { continue }
                recordCount += 1
                try emit(record, recordCount)
            }
        }
        window.consume(chunk.count)
    }
}
