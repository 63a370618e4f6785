import LogImport

/// Where in an event something stands, as far as its fields are concerned.
enum EventContext: UInt8 {
    /// Outside the element of the event.
    case document
    /// Directly in the element of the event.
    case event
    /// Directly in `System`.
    case system
    /// Directly in `EventData`.
    case eventData
    /// Where no fields are.
    case elsewhere
}

/// What to do for one part of an event.
enum EventStep {
    /// The text of a field begins.
    case open(EventField)
    /// The text of the field begins that a value names.
    case openNamed(UInt16)
    /// Text that stands in the chunk.
    case text(Units)
    /// A character that is written as its number.
    case character(UInt16)
    /// The value of this number.
    case value(UInt16)
    /// The text of the field ends.
    case close
    /// What was begun is no field: an element stands in it.
    case drop
    /// The value of this number may hold binary XML, which stands in this context.
    case fragment(UInt16, EventContext)
}

/// Where the fields of an event are: what a template, or an element without one, comes to. The steps are in the order
/// of the event.
struct EventProgram {
    /// Where the event id is, which is looked at before anything else.
    enum EventID {
        case constant(Int)
        /// The value of this number.
        case value(Int)
        /// To be told by all the steps alone.
        case unclear
    }

    var steps: Range<Int>
    var eventID: EventID
    /// What is wrong behind the last step; nil where the program is whole.
    var fault: RecordFault?
}
