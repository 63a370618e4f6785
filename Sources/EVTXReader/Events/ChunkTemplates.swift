import LogImport

/// The programs of the templates of one chunk after another, each made when it is needed first.
struct ChunkTemplates: ~Copyable {
    private var writer: ProgramWriter
    private var entries: [Entry] = []
    /// The index of the first entry for a template at each offset of the chunk; negative where there is none.
    private let heads: UnsafeMutablePointer<Int16>
    /// The bytes of templates that were looked at in this chunk.
    private var bytesRead = 0

    /// A template, as it stands in a context.
    private struct Entry {
        let offset: Int
        let context: EventContext
        /// The entry for the same template in another context; negative where there is none.
        let next: Int16
        let program: Result<EventProgram, RecordFault>
    }

    /// How many bytes of templates are read of one chunk. Those that are written beside one another have fewer than the
    /// chunk; any number may be made to overlap.
    private static let mostBytes = 4 * Chunk.size
    /// What a template counts for at least, so that there are not too many of them.
    private static let leastBytes = 64
    /// The bytes before a template's XML: the offset of the next one, an identifier, the length.
    static let header = 24

    /// - Parameter selection: which events are read.
    init(_ selection: EventSelection) {
        writer = ProgramWriter(selection)
        heads = .allocate(capacity: Chunk.size)
        heads.initialize(repeating: -1, count: Chunk.size)
    }

    deinit {
        heads.deallocate()
    }

    /// Forgets the templates: another chunk begins.
    mutating func clear() {
        for entry in entries { heads[entry.offset] = -1 }
        entries.removeAll(keepingCapacity: true)
        writer.clear()
        bytesRead = 0
    }

    /// The program of a template.
    ///
    /// - Parameters:
    ///   - offset: where it is in the chunk.
    ///   - context: where it stands in an event.
    @inline(__always)
    mutating func program(at offset: Int, of chunk: Chunk, in context: EventContext) throws(RecordFault) -> EventProgram
    {
        guard offset >= 0, offset < Chunk.size else { throw .unknownTemplate }
        var index = heads[offset]
        while index >= 0 {
            let entry = entries[Int(index)]
            if entry.context == context { return try entry.program.get() }
            index = entry.next
        }
        return try make(at: offset, of: chunk, in: context)
    }

    private mutating func make(
        at offset: Int, of chunk: Chunk, in context: EventContext
    ) throws(RecordFault) -> EventProgram {
        guard bytesRead < Self.mostBytes else { throw .tooManyTemplates }
        let program: Result<EventProgram, RecordFault>
        if let length = chunk.number(at: offset + 20, as: UInt32.self).map(Int.init),
            length <= chunk.count - offset - Self.header
        {
            let start = offset + Self.header
            bytesRead += max(length, Self.leastBytes)
            program = .success(writer.write(start..<start + length, of: chunk, in: context, isTemplate: true))
        } else {
            bytesRead += Self.leastBytes
            program = .failure(.unknownTemplate)
        }
        entries.append(Entry(offset: offset, context: context, next: heads[offset], program: program))
        heads[offset] = Int16(entries.count - 1)
        return try program.get()
    }

    /// The program of an element that belongs to no template; valid until another is asked for.
    mutating func program(
        ofElementIn range: Range<Int>, of chunk: Chunk, in context: EventContext
    ) -> EventProgram {
        writer.write(range, of: chunk, in: context, isTemplate: false)
    }

    /// Forgets such a program.
    mutating func forget(_ program: EventProgram) {
        writer.truncate(to: program.steps.lowerBound)
    }

    /// The field that an element of `EventData` holds, by its name.
    func dataField(_ name: Units, of chunk: Chunk) -> EventField? { writer.names.dataField(name, in: chunk) }

    /// A step of a program.
    @inline(__always)
    func step(_ index: Int) -> EventStep { writer.steps[index] }
}
