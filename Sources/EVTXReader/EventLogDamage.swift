import Files

/// What is wrong with an event log, or with a part of one.
struct EventLogDamage {
    /// What may be wrong with a chunk.
    enum Fault: String {
        case notCounted = "not counted by the header of the file, as in a log that is being written"
        case unused = "nothing but zeros where the header of the file counts a chunk"
        case noHeader = "no header"
        case headerSum = "a wrong checksum of the header"
        case recordSum = "a wrong checksum of the records"
        case short = "cut short"
        case brokenPlaces = "bytes that are no whole record between records"
        case missingRecords = "fewer records than the header counts"
        case notEmpty = "records, which were read, where the header says that the chunk is empty"
    }

    /// The damage so far; nil where there is none.
    private(set) var input: DamagedInput?

    private static let chunk = DamageCause.Part(one: "chunk", many: "chunks")

    /// - Parameter number: the number of the chunk, from one on.
    mutating func note(_ fault: Fault, inChunk number: Int) {
        add(DamageCause(fault.rawValue, Self.chunk, number: number))
    }

    /// Something is wrong with the whole log.
    mutating func note(_ words: String) { add(DamageCause(words)) }

    private mutating func add(_ cause: DamageCause) {
        var damage = input ?? DamagedInput(reason: "parts of the event log are damaged")
        damage.add(cause)
        input = damage
    }
}
