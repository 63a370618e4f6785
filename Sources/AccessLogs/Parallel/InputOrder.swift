import Foundation

/// Lets workers take shares of some work in order, and merges what they give in the same order, whichever of them is
/// the faster. Any of them merges, but one at a time.
///
/// Memory is bounded: no share is begun that lies too far ahead of the one that is being merged, and a worker that has
/// given much that is not merged yet waits.
final class InputOrder<Share, Piece>: @unchecked Sendable {
    private struct Place {
        let share: Share
        var pieces: [Piece] = []
        var isFinished = false
        var failure: (any Error)?
    }

    private let condition = NSCondition()
    private let nextShare: () throws -> Share?
    private let merge: (Piece, Share) throws -> Void
    private let reach: Int
    private var isExhausted = false
    private var isMerging = false
    /// The shares under way; the first is being merged.
    private var places: [Place] = []
    /// The number of the first.
    private var head = 0
    private var failure: (any Error)?
    /// The error that came in place of another share: what came before it goes first.
    private var lastFailure: (any Error)?

    /// The pieces of a share that may lie there before they are merged.
    private static var pieceLimit: Int { 32 }

    /// - Parameters:
    ///   - reach: how many shares may be under way.
    ///   - nextShare: gives one share after another, nil at the end; called by one worker at a time.
    ///   - merge: takes the pieces of one share after another.
    init(reach: Int, nextShare: @escaping () throws -> Share?, merge: @escaping (Piece, Share) throws -> Void) {
        self.reach = reach
        self.nextShare = nextShare
        self.merge = merge
    }

    /// Works until every share is merged.
    ///
    /// - Parameters:
    ///   - workers: the number of threads.
    ///   - worker: makes what works on shares: it gives the pieces of each in their order.
    /// - Throws: the first error in the order of the shares.
    func run(
        workers: Int,
        _ worker: @Sendable (_ number: Int, _ give: @escaping (Piece) throws -> Void) -> (Share) throws -> Void
    ) throws {
        DispatchQueue.concurrentPerform(iterations: workers) { number in
            var place = 0
            let work = worker(number) { [self] in try give($0, at: place) }
            while let next = take() {
                place = next.place
                do {
                    try work(next.share)
                    finish(place, failure: nil)
                } catch {
                    finish(place, failure: error)
                }
            }
        }
        if let failure { throw failure }
    }

    private func take() -> (share: Share, place: Int)? {
        condition.withLock {
            while places.count >= reach && failure == nil { condition.wait() }
            guard !isExhausted, failure == nil else { return nil }
            do {
                guard let share = try nextShare() else {
                    isExhausted = true
                    return nil
                }
                places.append(Place(share: share))
                return (share, head + places.count - 1)
            } catch {
                isExhausted = true
                lastFailure = error
                mergeWhatIsThere()
                return nil
            }
        }
    }

    private func give(_ piece: Piece, at place: Int) throws {
        try condition.withLock {
            guard failure == nil else { throw CancellationError() }
            places[place - head].pieces.append(piece)
            mergeWhatIsThere()
            while failure == nil && (place > head || isMerging)
                && places[place - head].pieces.count >= Self.pieceLimit
            {
                condition.wait()
            }
        }
    }

    private func finish(_ place: Int, failure: (any Error)?) {
        condition.withLock {
            guard self.failure == nil else { return }
            places[place - head].isFinished = true
            places[place - head].failure = failure
            mergeWhatIsThere()
        }
    }

    /// Merges until a piece is missing, unless another worker does. Called, and returns, with the lock held.
    private func mergeWhatIsThere() {
        guard !isMerging else { return }
        isMerging = true
        while failure == nil {
            guard let first = places.first else {
                failure = lastFailure
                break
            }
            if !first.pieces.isEmpty {
                places[0].pieces = []
                condition.unlock()
                let result = Result { for piece in first.pieces { try merge(piece, first.share) } }
                condition.lock()
                if case .failure(let error) = result { failure = error }
            } else if first.isFinished {
                failure = first.failure
                places.removeFirst()
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
