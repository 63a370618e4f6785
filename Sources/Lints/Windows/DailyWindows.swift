import AccessLogs
import Evaluation
import Interactions

/// What accounts do in the days (UTC) of a phase, as incidents are made of it: the log's accesses and those of a scenario.
struct DailyWindows {
    /// An account in a day.
    struct Window {
        let user: Int32
        let day: Int
        /// All its accesses.
        var accesses = 0
        /// The resources that it accesses.
        var resources: Set<Int32> = []
        /// By hour of the day, whether there is an access.
        var hours = [Bool](repeating: false, count: 24)
        /// The attacks that it holds an access of.
        var attacks: Set<Int> = []

        mutating func note(_ resource: Int32, _ time: Timestamp) {
            accesses += 1
            resources.insert(resource)
            hours[time.hourOfDay] = true
        }
    }

    let days: Range<Int>
    /// In the order of their days, and in a day in that of the accounts.
    let windows: [Window]

    /// - Parameter scenario: the index of the scenario whose accesses are added, its twins among them.
    /// - Returns: nil where the phase has no time.
    init?(of phase: LintSubject.Phase, scenario: Int, in log: AccessLog) {
        guard let days = phase.fold.window.days, log.isTimed else { return nil }
        self.days = days
        var windows: [Key: Window] = [:]
        for access in 0..<log.count {
            let time = Timestamp(microseconds: log.microseconds[access]), day = time.dayNumber
            guard days.contains(day) else { continue }
            let user = log.user[access]
            windows[Key(day: day, user: user), default: Window(user: user, day: day)].note(log.resource[access], time)
        }
        for access in phase.cases {
            guard let step = access.step, step.scenario == scenario, let time = access.time,
                days.contains(time.dayNumber)
            else { continue }
            let key = Key(day: time.dayNumber, user: access.user)
            var window = windows[key] ?? Window(user: access.user, day: key.day)
            window.note(access.resource, time)
            if access.isInjected { window.attacks.insert(step.attack) }
            windows[key] = window
        }
        self.windows = windows.sorted { ($0.key.day, $0.key.user) < ($1.key.day, $1.key.user) }.map(\.value)
    }

    private struct Key: Hashable {
        let day: Int
        let user: Int32
    }
}

extension Timestamp {
    /// From 0 to 23, UTC.
    var hourOfDay: Int { Int((microseconds - Int64(dayNumber) * Timestamp.day) / 3_600_000_000) }
}
