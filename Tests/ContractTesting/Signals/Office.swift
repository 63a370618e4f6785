package import AccessLogs
import Concurrency
package import Incidents
import Interactions
import Parameters
import Scenarios
import Statistics

/// A small simulated organisation, its history and the week after it.
package struct Office {
    package let log: AccessLog
    /// The days before the last week.
    package let history: SignalHistory
    /// The accesses of the last week.
    package let week: [AccountWindows.Access]

    package init(seed: Int = 3, score: @escaping SignalHistory.Score = { $1.map { Double($0 % 17) } }) throws {
        let parameters = try BlockModel.parameters.checked([
            "users": .integer(80), "shares": .integer(60), "departments": .integer(4), "days": .integer(35),
        ])
        log = try BlockModel(parameters).simulate(
            seed: Seed(UInt64(seed)), workers: .one, isCancelled: { false }, progress: { _ in }
        ).log
        let last = Timestamp(microseconds: log.microseconds.max() ?? 0).dayNumber
        let rows = 0..<log.count
        let log = log
        func day(_ row: Int) -> Int { Timestamp(microseconds: log.microseconds[row]).dayNumber }
        history = SignalHistory(of: rows.filter { day($0) <= last - 7 }, in: log, score: score)
        week = rows.filter { day($0) > last - 7 }.map {
            AccountWindows.Access(user: log.user[$0], resource: log.resource[$0], microseconds: log.microseconds[$0])
        }
    }

    /// The windows of some accesses that follow the history.
    package func activity(_ accesses: [AccountWindows.Access]) -> Activity {
        var activity = Activity(AccountWindows(accesses), after: history.known)
        activity.surprise = activity.isNew.map { $0 ? 2 : 0 }
        return activity
    }
}
