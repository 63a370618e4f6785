/// What a part of binary XML begins with.
enum Token: UInt8 {
    /// All of it ends.
    case end
    /// An element begins.
    case element
    /// The attributes of an element are over: its content begins.
    case content
    /// The attributes of an element are over, and so is the element.
    case emptyElement
    /// An element ends.
    case elementEnd
    /// Text that is written out.
    case text
    case attribute
    case characterData
    /// A character by its number.
    case character
    case entity
    case instructionTarget
    case instructionData
    /// A template with its values.
    case template
    /// A value of a template.
    case value
    /// A value of a template without which its element means nothing.
    case optionalValue
    /// A piece of binary XML begins.
    case fragment

    /// The bit that says that there is more to come.
    static let more: UInt8 = 0x40
}
