/// What is wrong with some of the numbered parts of a file, such as the chunks of an event log.
package struct DamageCause: Hashable, Sendable {
    /// What is wrong, in a few words.
    package let words: String
    /// What the parts are called, one and many; nil where the whole file is meant.
    package let part: Part?
    /// The numbers of the first parts, from one on.
    package private(set) var numbers: [Int]
    /// How many parts there are.
    package private(set) var count: Int

    /// The name of a part.
    package struct Part: Hashable, Sendable {
        package var one: String
        package var many: String

        package init(one: String, many: String) {
            self.one = one
            self.many = many
        }
    }

    /// How many parts are named.
    private static let mostNumbers = 3

    /// Something that is wrong with the whole file.
    package init(_ words: String) {
        self.words = words
        part = nil
        numbers = []
        count = 1
    }

    /// Something that is wrong with one part.
    package init(_ words: String, _ part: Part, number: Int) {
        self.words = words
        self.part = part
        numbers = [number]
        count = 1
    }

    /// Whether another cause says the same of other parts.
    package func isSame(as other: DamageCause) -> Bool { words == other.words && part == other.part }

    /// Adds the parts of a cause that says the same.
    package mutating func add(_ other: DamageCause) {
        numbers += other.numbers.prefix(Self.mostNumbers - numbers.count)
        if part != nil { count += other.count }
    }

    /// The words, and which parts are meant: `no header (chunks 2, 5, 9 and 3 more)`.
    package var description: String {
        guard let part else { return words }
        let list = numbers.map(String.init)
        let more = count - list.count
        let names =
            if more > 0 {
                list.joined(separator: ", ") + " and \(more) more"
            } else if list.count > 1 {
                list.dropLast().joined(separator: ", ") + " and " + (list.last ?? "")
            } else {
                list.joined()
            }
        return "\(words) (\(count > 1 ? part.many : part.one) \(names))"
    }
}
