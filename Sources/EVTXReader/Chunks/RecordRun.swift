/// The records of a chunk one after the other, as far as the bytes tell: those that count, and behind them what is left
/// of earlier ones.
///
/// Records that count follow each other without a gap, and their numbers go up by one. What is left of earlier records
/// begins in the middle of one of them, mostly, and has other numbers. Where the two signs do not agree, a record is kept
/// that is whole by itself: its number alone may be damaged.
struct RecordRun {
    /// A record, or the beginning of one.
    struct Piece {
        let start: Int
        let end: Int
        let number: UInt64
        let isWhole: Bool
        /// Whether bytes lie before it that belong to no record.
        let followsGap: Bool
    }

    private var pieces: [Piece] = []

    /// How many records further on one is looked for that carries on the numbers.
    private static let reach = 8

    /// - Parameter start: where the first record may begin.
    init(in chunk: Chunk, from start: Int) {
        var position = start, hasGap = false
        while position < chunk.count {
            let number = chunk.number(at: position + 8, as: UInt64.self) ?? 0
            if let length = chunk.recordLength(at: position, before: chunk.count) {
                append(position, position + length, number, isWhole: true, followsGap: hasGap)
                position += length
                hasGap = false
                continue
            }
            let next = chunk.nextRecord(from: position + 1, before: chunk.count)
            if chunk.hasRecordSignature(at: position) {
                append(position, next ?? chunk.count, number, isWhole: false, followsGap: hasGap)
                hasGap = false
            } else {
                // Before the first record there may be anything.
                hasGap = !pieces.isEmpty
            }
            guard let next else { return }
            position = next
        }
    }

    private mutating func append(_ start: Int, _ end: Int, _ number: UInt64, isWhole: Bool, followsGap: Bool) {
        pieces.append(
            Piece(start: start, end: end, number: number, isWhole: isWhole, followsGap: followsGap))
    }

    /// The records that count.
    ///
    /// - Parameter free: where the unused room begins, as a header says that may be wrong. It counts where a record ends
    ///   just there.
    func live(endingAt free: Int?) -> ArraySlice<Piece> {
        var count = countByNumbers
        if let free, let last = pieces.firstIndex(where: { $0.isWhole && $0.end == free }) {
            count = max(count, last + 1)
        }
        return pieces[..<count]
    }

    /// How many records come before the one with which the unused room begins.
    private var countByNumbers: Int {
        var last: UInt64?
        for (index, piece) in pieces.enumerated() {
            let next = index + 1 < pieces.count ? pieces[index + 1] : nil
            if ExpectedNumber.follows(piece.number, last) {
                if piece.isWhole, !Self.isOdd(piece, after: last, before: next) { last = piece.number }
            } else if !carriesOn(behind: index, last) {
                // Nothing behind it belongs to what came before it.
                if piece.followsGap || !piece.isWhole { return index }
                if let next, next.isWhole, !next.followsGap, next.number == piece.number &+ 1 {
                    if let last, piece.number <= last { return index }
                    last = piece.number
                }
            }
        }
        return pieces.count
    }

    /// Whether the number of a record is odd among those around it.
    private static func isOdd(_ piece: Piece, after last: UInt64?, before next: Piece?) -> Bool {
        guard let next, next.isWhole, !ExpectedNumber.follows(next.number, piece.number) else { return false }
        guard let last else { return !next.followsGap }
        return ExpectedNumber.follows(next.number, last)
    }

    /// Whether one of the records behind an index carries on the numbers.
    private func carriesOn(behind index: Int, _ last: UInt64?) -> Bool {
        pieces[(index + 1)...].prefix(Self.reach).contains { $0.isWhole && ExpectedNumber.follows($0.number, last) }
    }
}
