package import AccessLogs

/// Scores a stream of accesses in batches, keeping their order.
package struct EventScorer {
    private let model: any AccessScoring
    private let isCancelled: @Sendable () -> Bool
    private let receive: (ScoredEvent) throws -> Void
    private var batch: [AccessEvent] = []

    private static let batchSize = 8192

    /// - Parameters:
    ///   - isCancelled: asked now and then; once it is true, scoring throws a `CancellationError`.
    ///   - receive: takes each access with its score, in the order of the input.
    package init(
        _ model: any AccessScoring, isCancelled: @escaping @Sendable () -> Bool = { false },
        receive: @escaping (ScoredEvent) throws -> Void
    ) {
        self.model = model
        self.isCancelled = isCancelled
        self.receive = receive
    }

    package mutating func score(_ access: AccessEvent) throws {
        batch.append(access)
        if batch.count == Self.batchSize { try finish() }
    }

    /// Scores what is left; to be called once after the last access.
    package mutating func finish() throws {
        for (access, score) in zip(batch, try model.scores(of: batch, isCancelled: isCancelled)) {
            try receive(ScoredEvent(access: access, score: score))
        }
        batch.removeAll(keepingCapacity: true)
    }
}
