import AccessLogs
import Interactions

/// Rows that were recorded among those of the test window and are dated before it: the future in training.
struct BackdatedTimes: Lint {
    static let id = "backdated-times"
    static let pitfall = "rows are dated earlier than they were recorded, so that the future is trained on"

    /// The fraction of the training rows that may be dated back from the test window, as by sources that were cut off.
    private static let tolerated = 0.01

    func check(_ subject: LintSubject) -> LintFinding {
        guard let order = RecordOrder(of: subject.log) else { return .pass("rows have no times") }
        guard order.isOrdered else {
            return .pass("the rows do not stand in the order of their times, so that nothing can be said of it")
        }
        let count = order.datedBack.count * order.step
        let found = "\(count) of \(subject.log.count) rows are dated a day or more before those that stand around them"
        guard order.isSuspicious else { return .pass(found) }
        for phase in subject.test {
            guard let days = phase.fold.window.days else { continue }
            let begin = Int64(days.lowerBound) * Timestamp.day
            guard let first = order.inOrder.first(where: { subject.log.microseconds[$0] >= begin }) else { continue }
            let smuggled =
                order.step * order.datedBack.count { $0 > first && subject.log.microseconds[$0] < begin }
            guard Double(smuggled) < max(20, Self.tolerated * Double(phase.fold.training.count)) else {
                return .failure(
                    "\(found); \(smuggled) of them were recorded once the test window had begun, and are trained on: date "
                        + "rows as they were recorded")
            }
        }
        return .warning(found + ": see where their times come from")
    }
}
