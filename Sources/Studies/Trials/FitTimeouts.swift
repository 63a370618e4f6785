import Detectors
import Synchronization

/// The trials whose fit took longer than it may. They are not waited for again, neither by lints nor in other
/// replicates.
final class FitTimeouts: Sendable {
    private let errors = Mutex<[Int: DetectorError]>([:])

    /// Fits a trial's detector, unless that took too long before.
    ///
    /// - Throws: what the fit throws; at once what it threw when it took too long.
    func remembering(_ plan: TrialPlan, _ fit: () throws -> FittedModel) throws -> FittedModel {
        if let error = errors.withLock({ $0[plan.number] }) { throw error }
        do {
            return try fit()
        } catch let error as DetectorError where error.isTimeout {
            errors.withLock { $0[plan.number] = error }
            throw error
        }
    }
}
