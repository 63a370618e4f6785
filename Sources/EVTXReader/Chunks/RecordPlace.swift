/// Where a record lies in its chunk.
struct RecordPlace {
    /// The bytes before the event: signature, length, number and time.
    static let header = 24
    /// The bytes of the shortest record: the header, and the length again at the end.
    static let shortest = header + 4

    let start: Int
    /// Where the event ends.
    var end: Int
    /// Whether the record was found in unused room.
    let isRemains: Bool
}
