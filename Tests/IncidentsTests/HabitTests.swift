import AccessLogs
import Incidents
import Interactions
import Testing

@Suite("Visits to resources that an account has")
struct HabitTests {
    /// A Monday.
    private static let firstDay = 19_723

    /// Account 0 uses resource 0 every working day and resource 1 on Mondays, account 1 and the others resource 0; all use
    /// a resource of their own.
    private func log(weeks: Int = 8) -> AccessLog {
        var log = AccessLog()
        for day in Self.firstDay..<Self.firstDay + 7 * weeks where (day - Self.firstDay) % 7 < 5 {
            for user in 0..<12 {
                func add(_ resource: String, hour: Int) {
                    log.append(
                        AccessEvent(
                            user: AccountIdentity(name: "user\(user)"), resource: ResourceIdentity(name: resource),
                            time: time(day, hour)))
                }
                add("all", hour: 9)
                if user == 0 && (day - Self.firstDay) % 7 == 0 { add("mondays", hour: 10) }
                if (day * 7 + user * 5) % 13 == 0 { add("rare", hour: 11) }
                add("own\(user)", hour: 12)
            }
        }
        return log
    }

    private func time(_ day: Int, _ hour: Int) -> Timestamp {
        Timestamp(microseconds: Int64(day) * Timestamp.day + Int64(hour) * 3_600_000_000)
    }

    private func access(_ log: AccessLog, _ user: Int, _ resource: String, _ time: Timestamp) throws
        -> AccountWindows.Access
    {
        AccountWindows.Access(
            user: Int32(user),
            resource: try #require(log.resources.index(of: TenantName(tenant: "0", name: resource))),
            microseconds: time.microseconds)
    }

    private func evidence(_ log: AccessLog, _ accesses: [AccountWindows.Access], of user: Int32) throws -> Double {
        let history = SignalHistory(of: Array(0..<log.count), in: log)
        let activity = Activity(AccountWindows(accesses), after: history.known)
        let evidence = try Returns().fit(history).evidence(of: activity)
        let window = try #require(activity.windows.windows.firstIndex { $0.user == user })
        return evidence[window]
    }

    @Test("surprise more on a day of the week on which they do not happen")
    func weekdays() throws {
        let log = log(), monday = Self.firstDay + 56, tuesday = monday + 1
        let usual = try evidence(log, [access(log, 0, "mondays", time(monday, 10))], of: 0)
        let unusual = try evidence(log, [access(log, 0, "mondays", time(tuesday, 10))], of: 0)
        #expect(unusual > usual + 0.5)
    }

    @Test("surprise less where more others than usual came before on the same day")
    func others() throws {
        let log = log(), day = Self.firstDay + 56
        let own = try access(log, 0, "rare", time(day, 15))
        let alone = try evidence(log, [own], of: 0)
        let before = try (1..<12).map { try access(log, $0, "rare", time(day, 10)) }
        let after = try (1..<12).map { try access(log, $0, "rare", time(day, 16)) }
        #expect(try evidence(log, [own] + before, of: 0) < alone - 0.2)
        #expect(try evidence(log, [own] + after, of: 0) == alone)
    }

    @Test("count the same whether others stand in the same windows or beside them")
    func beside() throws {
        let log = log(), day = Self.firstDay + 56
        let history = SignalHistory(of: Array(0..<log.count), in: log)
        let own = try access(log, 0, "rare", time(day, 15))
        let others = try (1..<12).map { try access(log, $0, "rare", time(day, 10)) }
        let together = Activity(AccountWindows([own] + others), after: history.known)
        let beside = Activity(
            AccountWindows([own]), after: history.known, among: OtherAccounts(of: together, except: [0]))
        let signal = try Returns().fit(history)
        #expect(try signal.evidence(of: beside).first == signal.evidence(of: together).first)
    }
}
