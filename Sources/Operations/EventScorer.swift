public import AccessLogs
public import Detectors

/// Scores a stream of accesses in batches, keeping their order.
public struct EventScorer {
    private let model: FittedModel
    private let receive: (ScoredEvent) throws -> Void
    private var batch: [AccessEvent] = []

    private static let batchSize = 8192

    /// - Parameter receive: takes each access with its score, in the order of the input.
    public init(_ model: FittedModel, receive: @escaping (ScoredEvent) throws -> Void) {
        self.model = model
        self.receive = receive
    }

    public mutating func score(_ access: AccessEvent) throws {
        batch.append(access)
        if batch.count == Self.batchSize { try finish() }
    }

    /// Scores what is left; to be called once after the last access.
    public mutating func finish() throws {
        for (access, score) in zip(batch, try model.scores(of: batch)) {
            try receive(ScoredEvent(access: access, score: score))
        }
        batch.removeAll(keepingCapacity: true)
    }
}
