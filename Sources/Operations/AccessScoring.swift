package import AccessLogs
package import Detectors
package import Interactions

/// What gives accesses their scores: a fitted model, or one of the reference system.
package protocol AccessScoring: Sendable {
    /// The scores of some accesses, in the same order.
    ///
    /// - Parameter isCancelled: asked now and then where scoring takes long.
    /// - Throws: what scoring throws; `CancellationError` once cancelled.
    func scores(of accesses: [AccessEvent], isCancelled: @Sendable () -> Bool) throws -> [AnomalyScore]
}

extension FittedModel: AccessScoring {}

extension ReferenceModel: AccessScoring {
    package func scores(of accesses: [AccessEvent], isCancelled: @Sendable () -> Bool) -> [AnomalyScore] {
        scores(of: accesses)
    }
}
