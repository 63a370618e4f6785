/// A piece of a document.
///
/// Every renderer knows every kind: the compiler points at those that do not know a new one.
package enum Block: Hashable, Sendable {
    case paragraph(String)
    case table(Table)
    /// What must be known to read the blocks before it, in lines for a terminal; elsewhere they are one paragraph.
    case note([String])
    /// Names with what is said of them. On a terminal the names take at least some characters, so that documents of one
    /// kind look alike.
    case facts([Fact], nameWidth: Int = 0)
    case list([String])

    /// A name with what is said of it.
    package struct Fact: Hashable, Sendable {
        /// Empty where the text goes on from the fact before.
        package let name: String
        package let text: String

        package init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }
}
