import LogImport

/// Reads the records of one chunk after another into memory that is used again for each.
struct RecordDecoder: ~Copyable {
    private var chunk = Chunk(bytes: UnsafeRawBufferPointer(start: nil, count: 0))
    private var templates: ChunkTemplates
    private let selection: EventSelection
    private var memory = TextMemory()
    private let texts = EventFieldTexts()
    /// The fields that have been found, a bit for each.
    private var found: UInt32 = 0
    /// Whether the id of another event was found within a value.
    private var isOther = false
    /// What is wrong with parts of the event; nil where nothing is.
    private var fault: RecordFault?
    /// Where the values begin that belong to the templates under way, the innermost template's last.
    private let starts: UnsafeMutablePointer<Int32>
    private var startCount = 0
    /// The work that may still be done for the chunk, about in steps of programs. Templates and values can be made so
    /// that each refers to others many times.
    private var stepsLeft = 0

    /// The most work for a chunk. There is room for some hundreds of Windows' own records, each with a few dozen steps.
    private static let mostSteps = 1 << 19
    /// How many bytes that are looked at count as a step.
    private static let bytesOfStep = 16
    /// How deep binary XML may stand within values of binary XML.
    private static let deepest = 8
    /// As many as there is room for in a chunk.
    private static let mostValues = Chunk.size / 4

    /// The values that belong to a template.
    private struct Values {
        /// Where their lengths and types are.
        var descriptors = 0
        var count = 0
        /// The index of the first value's start.
        var base = 0
        /// Where the room for values ends.
        var end = 0
    }

    /// - Parameter selection: which events are read.
    init(_ selection: EventSelection) {
        self.selection = selection
        templates = ChunkTemplates(selection)
        starts = .allocate(capacity: Self.mostValues)
    }

    deinit {
        starts.deallocate()
    }

    /// Another chunk begins.
    mutating func begin(_ chunk: Chunk) {
        self.chunk = chunk
        stepsLeft = Self.mostSteps
        templates.clear()
    }

    /// The record at a place of the chunk; valid until the next one is asked for.
    mutating func record(at place: RecordPlace) -> LogRecord {
        memory.truncate(to: 0)
        found = 0
        isOther = false
        fault = nil
        startCount = 0
        do throws(RecordFault) {
            let end = min(place.end, chunk.count)
            guard try readFragment(place.start + RecordPlace.header, to: end, in: .document, depth: 0) else {
                return .other
            }
            guard !isOther else { return .other }
            guard has(.eventID) else { throw fault ?? .noEventID }
            // What is no number may be meant for that of a share event: it is not passed over in silence.
            guard let number = Self.number(texts[.eventID]) else { throw .unclearEventID }
            guard selection.contains(number) else { return .other }
            // Damage elsewhere is no reason to lose an access.
            if let fault, !hasWhatDecides(number) { throw fault }
            if !has(.recordNumber) || texts[.recordNumber].isEmpty { try takeNumber(of: place) }
            guard let kind = ShareEvent.Kind(rawValue: number) else {
                return texts.fileAccess(number, bytes: memory.bytes)
            }
            return texts.record(kind: kind, bytes: memory.bytes)
        } catch {
            return .malformed(error.sentence)
        }
    }

    /// The whole number that an event id is, spaces and zeros around it aside; nil where it is none, or has more than
    /// eighteen digits.
    private static func number(_ eventID: UnsafeBufferPointer<UInt8>) -> Int? {
        func isFiller(_ byte: UInt8) -> Bool { byte == 32 || byte == 0 }
        guard let first = eventID.firstIndex(where: { !isFiller($0) }),
            let last = eventID.lastIndex(where: { !isFiller($0) }), last - first < 18
        else { return nil }
        var number = 0
        for byte in eventID[first...last] {
            guard (48...57).contains(byte) else { return nil }
            number = 10 * number + Int(byte - 48)
        }
        return number
    }

    /// Takes the number in the header of a record, which is that of the event where the event has none.
    private mutating func takeNumber(of place: RecordPlace) throws(RecordFault) {
        let number = try chunk.require(at: place.start + 8, as: UInt64.self)
        let start = try begin(.recordNumber)
        try memory.append(decimal: number)
        texts[.recordNumber] = memory.bytes(from: start)
    }

    /// Whether all was found that decides what becomes of an event: who, what, when, where, from where, and whether it was
    /// granted.
    private func hasWhatDecides(_ number: Int) -> Bool {
        let isShareEvent = ShareEvent.Kind(rawValue: number) != nil
        let fields: [EventField] =
            isShareEvent ? Self.deciding + [.ipAddress, .shareName] : Self.deciding + [.objectName, .objectType]
        for field in fields where !has(field) { return false }
        return has(.keywords) || has(.eventType)
    }

    private static let deciding: [EventField] = [
        .timeCreated, .computer, .subjectUserSID, .subjectUserName, .subjectDomainName, .subjectLogonID,
    ]

    private func has(_ field: EventField) -> Bool { found & 1 << UInt32(field.rawValue) != 0 }

    /// Reads binary XML: an element, or a template with its values.
    ///
    /// - Parameter depth: within how many other values it stands.
    /// - Returns: false where the event turns out to be none that is read.
    private mutating func readFragment(
        _ start: Int, to end: Int, in context: EventContext, depth: Int
    ) throws(RecordFault) -> Bool {
        guard depth <= Self.deepest else { throw .tooDeep }
        var position = start
        while position < end {
            switch Token(rawValue: try chunk.require(at: position, as: UInt8.self) & ~Token.more) {
            case .fragment:
                position += 4
            case .template:
                return try readTemplate(position, to: end, in: context, depth: depth)
            case .element:
                // Each of its names may be hashed twice, and a name is longer than an element that refers to it.
                try spend(2 * (end - position))
                let program = templates.program(ofElementIn: position..<end, of: chunk, in: context)
                defer { templates.forget(program) }
                guard try isSelected(program, Values()) else { return false }
                try run(program, Values(), depth: depth)
                return true
            case .end:
                return true
            default:
                throw .unknownToken
            }
        }
        throw .cutOff
    }

    private mutating func readTemplate(
        _ start: Int, to end: Int, in context: EventContext, depth: Int
    ) throws(RecordFault) -> Bool {
        // Behind the token: a byte, an identifier, and where the template is.
        let template = Int(try chunk.require(at: start + 6, as: UInt32.self))
        var position = start + 10
        if template == position {
            let length = Int(try chunk.require(at: position + 20, as: UInt32.self))
            position += ChunkTemplates.header + length
        }
        let count = Int(try chunk.require(at: position, as: UInt32.self))
        position += 4
        guard position <= end, count <= (end - position) / 4, count <= Self.mostValues - startCount else {
            throw .cutOff
        }
        try spend(count)
        let values = Values(descriptors: position, count: count, base: startCount, end: end)
        position += 4 * count
        for index in 0..<count {
            starts[startCount + index] = Int32(truncatingIfNeeded: position)
            position += Int(try chunk.require(at: values.descriptors + 4 * index, as: UInt16.self))
        }
        let program = try templates.program(at: template, of: chunk, in: context)
        guard try isSelected(program, values) else { return false }
        startCount += count
        defer { startCount -= count }
        try run(program, values, depth: depth)
        return true
    }

    /// Whether an event may be one that is read, by its id where that can be told at once.
    private func isSelected(_ program: EventProgram, _ values: Values) throws(RecordFault) -> Bool {
        switch program.eventID {
        case .constant(let number): return selection.contains(number)
        case .value(let index):
            guard let number = try value(index, of: values).number else { return true }
            return selection.contains(number)
        case .unclear: return true
        }
    }

    /// The value of an index; an empty value where the template has fewer values.
    ///
    /// - Throws: ``RecordFault/cutOff`` where it does not end within the record. Of binary XML, which tells itself where
    ///   it ends, that does not matter.
    @inline(__always)
    private func value(_ index: Int, of values: Values) throws(RecordFault) -> EventValue {
        guard index < values.count,
            let length = chunk.number(at: values.descriptors + 4 * index, as: UInt16.self),
            let type = chunk.number(at: values.descriptors + 4 * index + 2, as: UInt8.self)
        else { return EventValue(type: 0, bytes: UnsafeRawBufferPointer(start: nil, count: 0)) }
        let start = Int(starts[values.base + index])
        var end = start + Int(length)
        if end > values.end {
            guard type == EventValue.Kind.fragment.rawValue, start <= values.end else { throw .cutOff }
            end = values.end
        }
        return EventValue(type: type, bytes: chunk.slice(start..<end))
    }

    /// Counts work.
    @inline(__always)
    private mutating func spend(_ steps: Int) throws(RecordFault) {
        stepsLeft -= steps
        guard stepsLeft >= 0 else { throw .tooManySteps }
    }

    /// Goes through the steps of a program. A field that is damaged is left out.
    private mutating func run(_ program: EventProgram, _ values: Values, depth: Int) throws(RecordFault) {
        var open = OpenField()
        for index in program.steps {
            try spend(1)
            do throws(RecordFault) {
                try take(templates.step(index), values, depth: depth, &open)
            } catch {
                guard error.isDamage else { throw error }
                fault = fault ?? error
                drop(&open)
            }
        }
        if let damage = program.fault { fault = fault ?? damage }
    }

    /// The field whose text is being put together.
    private struct OpenField {
        /// Nil where there is none.
        var field: EventField?
        /// Where its text begins.
        var start = 0
        /// Whether the text is a time that this reader has spelled itself.
        var isSpelledTime = false
    }

    @inline(__always)
    private mutating func take(
        _ step: EventStep, _ values: Values, depth: Int, _ open: inout OpenField
    ) throws(RecordFault) {
        switch step {
        case .open(let field):
            if !has(field) { open = OpenField(field: field, start: try begin(field)) }
        case .openNamed(let name):
            guard let field = self.field(named: try value(Int(name), of: values)), !has(field) else { return }
            open = OpenField(field: field, start: try begin(field))
        case .text(let text):
            guard open.field != nil else { return }
            open.isSpelledTime = false
            try spend(2 * Int(text.count) / Self.bytesOfStep)
            try memory.append(utf16: text.bytes(in: chunk))
        case .character(let character):
            if open.field != nil { try memory.append(character: character) }
        case .value(let number):
            guard open.field != nil else { return }
            let value = try value(Int(number), of: values)
            try spend(value.bytes.count / Self.bytesOfStep)
            open.isSpelledTime = value.kind == .fileTime && memory.count == open.start
            try value.append(to: &memory)
        case .drop:
            drop(&open)
        case .close:
            guard let closed = open.field else { return }
            // A time that the log spells is spelled like all others.
            if closed == .timeCreated, !open.isSpelledTime { try memory.normalizeTime(from: open.start) }
            if found == 0 { texts.clear() }
            texts[closed] = memory.bytes(from: open.start)
            found |= 1 << UInt32(closed.rawValue)
            open.field = nil
        case .fragment(let number, let context):
            let value = try value(Int(number), of: values)
            guard value.kind == .fragment, let first = value.bytes.baseAddress, let base = chunk.bytes.baseAddress
            else { return }
            let position = base.distance(to: first)
            let end = position + value.bytes.count
            if try !readFragment(position, to: end, in: context, depth: depth + 1), !has(.eventID) { isOther = true }
        }
    }

    private mutating func drop(_ open: inout OpenField) {
        if open.field != nil { memory.truncate(to: open.start - 1) }
        open.field = nil
    }

    /// Makes sure that no two fields run into each other in the memory, and tells where a field begins.
    private mutating func begin(_ field: EventField) throws(RecordFault) -> Int {
        try memory.append(UInt8(truncatingIfNeeded: field.rawValue))
        return memory.count
    }

    private func field(named name: EventValue) -> EventField? {
        guard name.kind == .text, let first = name.bytes.baseAddress, let base = chunk.bytes.baseAddress,
            let text = Units(offset: base.distance(to: first), count: name.bytes.count / 2, in: chunk)
        else { return nil }
        return templates.dataField(text.withoutFinalZeros(in: chunk), of: chunk)
    }
}
