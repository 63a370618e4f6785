/// What a signal found in a window, for people and for machines.
public struct Finding: Hashable, Sendable {
    /// What is unusual, in one sentence without a full stop, with its numbers: `14 new resources, 0.3 expected`.
    public let words: String
    /// The numbers of the sentence by name, in snake case.
    public let numbers: [String: Double]
    /// The accesses that it rests on, indices into the windows' accesses, the most telling first.
    public let accesses: [Int]

    /// What a signal found.
    public init(_ words: String, numbers: [String: Double], accesses: [Int] = []) {
        self.words = words
        self.numbers = numbers
        self.accesses = accesses
    }
}
