import Foundation

/// Lets workers take chunks in order, and merges the pieces that they give in the same order, whichever worker is
/// faster. Any worker may merge, but only one at a time.
///
/// Memory is bounded: no chunk is begun that is too far ahead of the one that is being merged, and a worker
/// waits while many of its pieces are not merged yet.
final class InputOrder<Chunk, Piece>: @unchecked Sendable {
    private struct Slot {
        let chunk: Chunk
        var pieces: [Piece] = []
        var isFinished = false
        var failure: (any Error)?
    }

    private let condition = NSCondition()
    private let nextChunk: () throws -> Chunk?
    private let merge: (Piece, Chunk) throws -> Void
    private let reach: Int
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
    init(reach: Int, nextChunk: @escaping () throws -> Chunk?, merge: @escaping (Piece, Chunk) throws -> Void) {
        self.reach = reach
        self.nextChunk = nextChunk
        self.merge = merge
    }

    /// Works until every chunk is merged.
    ///
    /// - Parameters:
    ///   - workers: the number of threads.
    ///   - worker: makes the function that works on a chunk and gives its pieces in their order.
    /// - Throws: the first error in the order of the chunks.
    func run(
        workers: Int,
        _ worker: @Sendable (_ number: Int, _ give: @escaping (Piece) throws -> Void) -> (Chunk) throws -> Void
    ) throws {
        DispatchQueue.concurrentPerform(iterations: workers) { number in
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
        condition.withLock {
            while slots.count >= reach && failure == nil { condition.wait() }
            guard !isExhausted, failure == nil else { return nil }
            do {
                guard let chunk = try nextChunk() else {
                    isExhausted = true
                    return nil
                }
                slots.append(Slot(chunk: chunk))
                return (chunk, head + slots.count - 1)
            } catch {
                isExhausted = true
                lastFailure = error
                mergeWhatIsThere()
                return nil
            }
        }
    }

    private func give(_ piece: Piece, at position: Int) throws {
        try condition.withLock {
            guard failure == nil else { throw CancellationError() }
            slots[position - head].pieces.append(piece)
            mergeWhatIsThere()
            while failure == nil && (position > head || isMerging)
                && slots[position - head].pieces.count >= Self.pieceLimit
            {
                condition.wait()
            }
        }
    }

    private func finish(_ position: Int, failure: (any Error)?) {
        condition.withLock {
            guard self.failure == nil else { return }
            slots[position - head].isFinished = true
            slots[position - head].failure = failure
            mergeWhatIsThere()
        }
    }

    /// Merges until a piece is missing, unless another worker does. Called, and returns, with the lock held.
    private func mergeWhatIsThere() {
        guard !isMerging else { return }
        isMerging = true
        while failure == nil {
            guard let first = slots.first else {
                failure = lastFailure
                break
            }
            if !first.pieces.isEmpty {
                slots[0].pieces = []
                condition.unlock()
                let result = Result { for piece in first.pieces { try merge(piece, first.chunk) } }
                condition.lock()
                if case .failure(let error) = result { failure = error }
            } else if first.isFinished {
                failure = first.failure
                slots.removeFirst()
                head += 1
            } else {
                break
            }
            condition.broadcast()
        }
        condition.broadcast()
        isMerging = false
    }
}
