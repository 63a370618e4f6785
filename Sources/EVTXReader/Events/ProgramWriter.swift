import LogImport

/// Turns binary XML into the steps that lead to the fields of its event.
struct ProgramWriter {
    /// The steps of all programs, one program after the other.
    private(set) var steps: [EventStep] = []

    let names: EventNames
    private let selection: EventSelection
    /// What stands in each open element, from the outermost on; the first is where all of it stands.
    private var contexts = Array(repeating: EventContext.elsewhere, count: deepest + 1)
    private var depth = 0
    private var element = Element()
    /// Where the steps of the open field begin; nil where no field is open.
    private var openField: (field: EventField?, start: Int)?

    /// How deep elements may stand in one another. Windows' own stand three deep.
    private static let deepest = 64

    /// The element whose attributes are being read.
    private struct Element {
        enum Attribute {
            case name, time, other
        }

        enum NameSource {
            case text(Units)
            case value(UInt16)
            /// A name in several parts.
            case unclear
        }

        /// Whether the attributes are over.
        var isOpen = true
        var context = EventContext.elsewhere
        var isTimeCreated = false
        var field: EventField?
        var attribute: Attribute?
        var name: NameSource?
    }

    /// - Parameter selection: which events are read.
    init(_ selection: EventSelection) {
        self.selection = selection
        names = EventNames(selection)
    }

    /// Forgets the programs.
    mutating func clear() { steps.removeAll(keepingCapacity: true) }

    /// Forgets the steps from one on.
    mutating func truncate(to count: Int) { steps.removeLast(max(0, steps.count - count)) }

    /// Appends the program of an element.
    ///
    /// - Parameters:
    ///   - range: where it is; it may end before the range does.
    ///   - context: where it stands in an event.
    ///   - isTemplate: whether it belongs to a template.
    /// - Returns: the program. It has only a beginning where what follows is damaged, and that of an element outside a
    ///   template where it says that the event is none that is read.
    mutating func write(
        _ range: Range<Int>, of chunk: Chunk, in context: EventContext, isTemplate: Bool
    ) -> EventProgram {
        let start = steps.count
        contexts[0] = context
        depth = 0
        element = Element()
        openField = nil
        var eventID: EventProgram.EventID?
        var fault: RecordFault?
        var reader = TokenReader(
            chunk, from: range.lowerBound, to: range.upperBound, hasDependencies: isTemplate)
        do throws(RecordFault) {
            try write(&reader, chunk, isTemplate: isTemplate, &eventID)
        } catch {
            fault = error
            // What was begun last may lack its end.
            if openField != nil { steps.append(.drop) }
        }
        return EventProgram(steps: start..<steps.count, eventID: eventID ?? .unclear, fault: fault)
    }

    private mutating func write(
        _ reader: inout TokenReader, _ chunk: Chunk, isTemplate: Bool, _ eventID: inout EventProgram.EventID?
    ) throws(RecordFault) {
        while true {
            let (token, hasMore) = try reader.token()
            switch token {
            case .element:
                try begin(try reader.elementName(hasAttributes: hasMore), chunk)
            case .content:
                endAttributes(chunk)
            case .emptyElement, .elementEnd:
                if token == .emptyElement { endAttributes(chunk) }
                if let id = closeField(chunk) {
                    eventID = eventID ?? id
                    if !isTemplate, case .constant(let number) = id, !selection.contains(number) { return }
                }
                guard depth > 0 else { throw .unknownToken }
                depth -= 1
                if depth == 0 { return }
            case .text:
                // Its type, which is always that of text, and the text.
                guard try reader.number(UInt8.self) == EventValue.Kind.text.rawValue else { throw .unknownToken }
                add(.text(try reader.text()))
            case .attribute:
                beginAttribute(try reader.name(), chunk)
            case .characterData:
                add(.text(try reader.text()))
            case .character:
                add(.character(try reader.number(UInt16.self)))
            case .entity:
                if let character = Self.character(try reader.name(), chunk) { add(.character(character)) }
            case .instructionTarget:
                _ = try reader.name()
            case .instructionData:
                _ = try reader.text()
            case .value, .optionalValue:
                let value = try reader.number(UInt16.self)
                try reader.skip(1)
                add(.value(value))
            case .fragment:
                try reader.skip(3)
            case .end, .template:
                throw .unknownToken
            }
        }
    }

    private mutating func begin(_ name: Units, _ chunk: Chunk) throws(RecordFault) {
        if openField != nil {
            steps.append(.drop)
            openField = nil
        }
        guard depth < Self.deepest else { throw .tooDeep }
        let context = contexts[depth]
        depth += 1
        element = Element()
        element.isOpen = false
        element.context = context
        switch context {
        case .document:
            contexts[depth] = .event
        case .event where names.system.matches(name, in: chunk):
            contexts[depth] = .system
        case .event where names.eventData.matches(name, in: chunk):
            contexts[depth] = .eventData
        case .system:
            contexts[depth] = .elsewhere
            element.field = names.systemField(name, in: chunk)
            element.isTimeCreated = names.timeCreated.matches(name, in: chunk)
        case .event, .eventData, .elsewhere:
            contexts[depth] = .elsewhere
        }
    }

    private mutating func beginAttribute(_ name: Units, _ chunk: Chunk) {
        endAttribute()
        if element.isTimeCreated && names.systemTime.matches(name, in: chunk) {
            element.attribute = .time
            open(.timeCreated)
        } else if element.context == .eventData && names.name.matches(name, in: chunk) {
            element.attribute = .name
        } else {
            element.attribute = .other
        }
    }

    private mutating func endAttribute() {
        if element.attribute == .time {
            steps.append(.close)
            openField = nil
        }
        element.attribute = nil
    }

    /// The attributes of an element are over: its text begins.
    private mutating func endAttributes(_ chunk: Chunk) {
        endAttribute()
        element.isOpen = true
        if let field = element.field { return open(field) }
        switch element.name {
        case .text(let name):
            if let field = names.dataField(name, in: chunk) { open(field) }
        case .value(let value):
            openField = (nil, steps.count)
            steps.append(.openNamed(value))
        case .unclear, nil:
            break
        }
    }

    private mutating func open(_ field: EventField) {
        openField = (field, steps.count)
        steps.append(.open(field))
    }

    /// - Returns: where the event id is, where that is the field that is closed.
    private mutating func closeField(_ chunk: Chunk) -> EventProgram.EventID? {
        guard let (field, start) = openField else { return nil }
        openField = nil
        steps.append(.close)
        guard field == .eventID else { return nil }
        // The field is open, one part, and closed.
        guard steps.count == start + 3 else { return .unclear }
        switch steps[start + 1] {
        case .text(let text): return text.number(in: chunk).map { .constant($0) } ?? .unclear
        case .value(let value): return .value(Int(value))
        default: return .unclear
        }
    }

    /// Adds a part of the text of an element or an attribute.
    private mutating func add(_ part: EventStep) {
        if !element.isOpen {
            switch (element.attribute, part) {
            case (.time, _): steps.append(part)
            case (.name, .text(let name)) where element.name == nil: element.name = .text(name)
            case (.name, .value(let value)) where element.name == nil: element.name = .value(value)
            case (.name, _): element.name = .unclear
            default: break
            }
        } else if openField != nil {
            steps.append(part)
        } else if case .value(let value) = part, contexts[depth] != .elsewhere {
            steps.append(.fragment(value, contexts[depth]))
        }
    }

    /// The character that an entity of XML stands for.
    private static func character(_ name: Units, _ chunk: Chunk) -> UInt16? {
        let letters = name.bytes(in: chunk).enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        return switch String(decoding: letters, as: UTF8.self) {
        case "amp": 0x26
        case "lt": 0x3C
        case "gt": 0x3E
        case "quot": 0x22
        case "apos": 0x27
        default: nil
        }
    }
}
