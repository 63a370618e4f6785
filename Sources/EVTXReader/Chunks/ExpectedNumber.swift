/// Which number the first record of a chunk may have whose header says that the chunk is empty.
///
/// The header of a chunk that is being written lags behind, that of one that is about to be used again tells the truth:
/// what lies in it are remains. The number of a record tells one from the other.
struct ExpectedNumber {
    /// The number of the last record in the chunk before; nil where that has none, or is not known.
    var last: UInt64?
    /// The number of the next record to be written, as the header of the file has it.
    let next: UInt64
    /// Whether the header of the file knows of no other chunk.
    let isOnlyChunk: Bool

    /// By how much the number of a record may be larger than that of the one before it.
    static let largestStep: UInt64 = 4096

    /// Whether a number follows that of the chunk before.
    func follows(_ number: UInt64) -> Bool {
        last != nil && Self.follows(number, last)
    }

    /// Whether the number of a record may follow that of another one; any follows none.
    ///
    /// - Parameter step: by how much it may be larger.
    static func follows(_ number: UInt64?, _ last: UInt64?, within step: UInt64 = largestStep) -> Bool {
        guard let number else { return false }
        guard let last else { return true }
        return number > last && number - last <= step
    }

    /// Whether a record of a number belongs to the chunk.
    func allows(_ number: UInt64) -> Bool {
        follows(number) || number == next || isOnlyChunk && number < next
    }
}
