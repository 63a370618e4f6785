import AccessLogs
import Evaluation
import Interactions

/// A simulated organisation in which nothing innocent looks unusual: every alert is then an attack.
///
/// Looked at are the windows, accounts in days, from the second week on. Of a thousand of them one at least must be
///
/// - a burst: five or more resources that the account had never accessed, and it has been active for a week;
/// - at an unusual hour: an access in an hour of the day in which fewer than one window in twenty has one, by an account
///   with such in less than a fifth of its windows.
///
/// And at least one resource must be new: first accessed by anybody from the second week on, and by three accounts within
/// two weeks.
struct UneventfulLife: Lint {
    static let id = "uneventful-life"
    static let pitfall = "nothing innocent in a simulated organisation is as unusual as attacks are"

    private static let calmDays = 7
    private static let resourcesOfBurst = 5
    private static let quietHour = 0.05
    private static let rare = 0.2
    private static let rate = 0.001
    private static let accountsOfNewResource = 3
    private static let daysOfTakingUp = 14
    /// The fewest windows from which anything is told.
    private static let fewestWindows = 1000

    func check(_ subject: LintSubject) -> LintFinding {
        guard subject.measuresIncidents else { return .pass("incidents are not measured") }
        guard subject.generators.contains(where: { $0.dataset == subject.dataset && $0.simulator != nil }) else {
            return .pass("the data are not simulated")
        }
        let log = subject.log
        guard log.isTimed, let first = log.timeRange?.lowerBound.dayNumber else { return .pass("rows have no times") }
        let life = Life(of: log, from: first)
        guard life.windows >= Self.fewestWindows else {
            return .pass("\(life.windows) windows after the first week are too few to tell")
        }
        func rate(_ count: Int) -> String {
            "\((Double(count) / Double(life.windows) * 100_000).rounded() / 100) in a thousand"
        }
        let evidence =
            "of \(life.windows) windows \(rate(life.bursts)) have \(Self.resourcesOfBurst) new resources and more, and "
            + "\(rate(life.unusualHours)) are at an unusual hour; \(life.newResources) resources are taken up newly"
        let least = Self.rate * Double(life.windows)
        var lacking: [String] = []
        if Double(life.bursts) < least { lacking.append("bursts of new resources") }
        if Double(life.unusualHours) < least { lacking.append("unusual hours") }
        if life.newResources == 0 { lacking.append("new resources that several accounts take up") }
        guard !lacking.isEmpty else { return .pass(evidence) }
        return .warning(
            evidence + ": the benign life lacks \(lacking.joined(separator: ", ")), and so attacks stand out more than "
                + "they would; simulate with 'life: eventful'")
    }

    /// What is counted.
    private struct Life {
        var windows = 0
        var bursts = 0
        var unusualHours = 0
        var newResources = 0

        init(of log: AccessLog, from first: Int) {
            let order = (0..<log.count).sorted { (log.microseconds[$0], $0) < (log.microseconds[$1], $1) }
            let quiet = Self.quietHours(of: log, in: order)
            var seen = PairSet(), began: [Int32: Int] = [:]
            // By account: its windows, and those of them with an access in quiet hours.
            var all: [Int32: Int] = [:], late: [Int32: Int] = [:]
            var current: [Int32: (day: Int, new: Int, isLate: Bool)] = [:]
            var takers: [Int32: (first: Int, users: Set<Int32>)] = [:]
            func close(_ user: Int32, _ window: (day: Int, new: Int, isLate: Bool)) {
                guard window.day >= first + UneventfulLife.calmDays else { return }
                windows += 1
                all[user, default: 0] += 1
                if window.isLate { late[user, default: 0] += 1 }
                let age = window.day - (began[user] ?? window.day)
                if window.new >= UneventfulLife.resourcesOfBurst, age >= UneventfulLife.calmDays { bursts += 1 }
            }
            for access in order {
                let time = Timestamp(microseconds: log.microseconds[access]), day = time.dayNumber
                let user = log.user[access], resource = log.resource[access]
                if began[user] == nil { began[user] = day }
                var window = current[user] ?? (day, 0, false)
                if window.day != day {
                    close(user, window)
                    window = (day, 0, false)
                }
                if quiet[time.hourOfDay] { window.isLate = true }
                if seen.insert(user: user, resource: resource) { window.new += 1 }
                current[user] = window
                var taking = takers[resource] ?? (day, [])
                if day < taking.first + UneventfulLife.daysOfTakingUp { taking.users.insert(user) }
                takers[resource] = taking
            }
            for (user, window) in current { close(user, window) }
            unusualHours = late.reduce(0) { sum, account in
                Double(account.value) < UneventfulLife.rare * Double(all[account.key] ?? 0) ? sum + account.value : sum
            }
            newResources = takers.values.count {
                $0.first >= first + UneventfulLife.calmDays
                    && $0.users.count >= UneventfulLife.accountsOfNewResource
            }
        }

        /// Whether few windows have an access in each hour of the day. Windows count and not accesses, so that a few jobs
        /// on many resources do not make the night busy.
        private static func quietHours(of log: AccessLog, in order: [Int]) -> [Bool] {
            var counts = [Int](repeating: 0, count: 24), windows = 0
            // By account, the day and the hours of its window, as bits.
            var current: [Int32: (day: Int, hours: Int)] = [:]
            for access in order {
                let time = Timestamp(microseconds: log.microseconds[access]), day = time.dayNumber
                var window = current[log.user[access]] ?? (day - 1, 0)
                if window.day != day {
                    window = (day, 0)
                    windows += 1
                }
                if window.hours & (1 << time.hourOfDay) == 0 { counts[time.hourOfDay] += 1 }
                window.hours |= 1 << time.hourOfDay
                current[log.user[access]] = window
            }
            return counts.map { Double($0) < UneventfulLife.quietHour * Double(windows) }
        }
    }
}
