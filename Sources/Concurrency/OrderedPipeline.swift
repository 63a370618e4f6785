import Foundation

/// Lets workers take chunks in order, and merges the pieces that they give in the same order, whichever worker is
/// faster. Any worker may merge, but only one at a time.
///
/// A chunk goes through three steps: a worker takes it, works on it and gives its pieces one by one, and finishes it.
/// The pieces of the first chunk that is not finished are merged as they come; those of later ones wait.
///
/// Memory is bounded: no chunk is begun that is too far ahead of the one that is being merged, and a worker
/// waits while many of its pieces are not merged yet.
public final class OrderedPipeline<Chunk, Piece>: @unchecked Sendable {
    /// A chunk under way.
    private struct Slot {
        let chunk: Chunk
        var pieces: [Piece] = []
        var isFinished = false
        var failure: (any Error)?
    }

    /// Held by the worker that takes the next chunk: it may have to wait for that, and the others go on merging.
    private let turn = NSLock()
    private let condition = NSCondition()
    private let nextChunk: () throws -> Chunk?
    private let merge: (Piece, Chunk) throws -> Void
    private let reach: Int

    // All that follows is read and written with the lock held.
    private var isExhausted = false
    private var isMerging = false
    /// The chunks under way; the first is being merged.
    private var slots: [Slot] = []
    /// The position of the first in the order of all chunks.
    private var head = 0
    private var failure: (any Error)?
    /// The error that ended the chunks; what came before it is merged first.
    private var lastFailure: (any Error)?

    /// The most pieces of a chunk that wait to be merged.
    private static var pieceLimit: Int { 32 }

    /// - Parameters:
    ///   - reach: how many chunks may be under way.
    ///   - nextChunk: gives one chunk after another, nil at the end; called by one worker at a time.
    ///   - merge: takes the pieces of one chunk after another.
    public init(reach: Int, nextChunk: @escaping () throws -> Chunk?, merge: @escaping (Piece, Chunk) throws -> Void) {
        self.reach = reach
        self.nextChunk = nextChunk
        self.merge = merge
    }

    /// Works until every chunk is merged.
    ///
    /// - Parameter worker: makes the function of a thread that works on a chunk and gives its pieces in their order.
    /// - Throws: the first error in the order of the chunks.
    public func run(
        _ workers: Workers,
        _ worker: @Sendable (_ number: Int, _ give: @escaping (Piece) throws -> Void) -> (Chunk) throws -> Void
    ) throws {
        workers.run(on: workers.count) { number in
            var position = 0
            let work = worker(number) { [self] in try give($0, at: position) }
            while let next = take() {
                position = next.position
                do {
                    try work(next.chunk)
                    finish(position, failure: nil)
                } catch {
                    finish(position, failure: error)
                }
            }
        }
        if let failure { throw failure }
    }

    private func take() -> (chunk: Chunk, position: Int)? {
        let next = turn.withLock { takeInTurn() }
        if next == nil { mergeWhatIsThere() }
        return next
    }

    private func takeInTurn() -> (chunk: Chunk, position: Int)? {
        let isOver = condition.withLock {
            while slots.count >= reach && failure == nil { condition.wait() }
            return isExhausted || failure != nil
        }
        if isOver { return nil }
        let next = Result { try nextChunk() }
        return condition.withLock {
            switch next {
            case .success(let chunk?):
                slots.append(Slot(chunk: chunk))
                return (chunk, head + slots.count - 1)
            case .success: isExhausted = true
            case .failure(let error):
                lastFailure = error
                isExhausted = true
            }
            return nil
        }
    }

    private func give(_ piece: Piece, at position: Int) throws {
        try condition.withLock {
            guard failure == nil else { throw CancellationError() }
            slots[position - head].pieces.append(piece)
        }
        mergeWhatIsThere()
        try condition.withLock {
            while failure == nil && (position > head || isMerging)
                && slots[position - head].pieces.count >= Self.pieceLimit
            {
                condition.wait()
            }
            // Not at the next piece, for which the worker may have to wait.
            if failure != nil { throw CancellationError() }
        }
    }

    private func finish(_ position: Int, failure: (any Error)?) {
        condition.withLock {
            guard self.failure == nil else { return }
            slots[position - head].isFinished = true
            slots[position - head].failure = failure
        }
        mergeWhatIsThere()
    }

    /// Merges until a piece is missing, unless another worker does.
    private func mergeWhatIsThere() {
        while let (pieces, chunk) = condition.withLock({ piecesToMerge() }) {
            let result = Result { for piece in pieces { try merge(piece, chunk) } }
            condition.withLock {
                isMerging = false
                if case .failure(let error) = result { failure = error }
                condition.broadcast()
            }
        }
    }

    /// The pieces to be merged next, which the caller has to merge; nil where none are there, or another worker merges.
    /// Called with the lock held.
    private func piecesToMerge() -> (pieces: [Piece], chunk: Chunk)? {
        guard !isMerging else { return nil }
        while failure == nil {
            guard let first = slots.first else {
                failure = lastFailure
                break
            }
            if !first.pieces.isEmpty {
                slots[0].pieces = []
                isMerging = true
                return (first.pieces, first.chunk)
            }
            guard first.isFinished else { return nil }
            failure = first.failure
            slots.removeFirst()
            head += 1
            condition.broadcast()
        }
        if failure != nil { condition.broadcast() }
        return nil
    }
}
