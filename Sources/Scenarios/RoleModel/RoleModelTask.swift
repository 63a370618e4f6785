import Statistics

/// Work that recurs on certain days and always takes the same shares.
struct RoleModelTask: Sendable {
    let shares: [Int]
    let schedule: Schedule

    enum Schedule: Sendable {
        case daily
        /// 0 for Mondays.
        case weekly(weekday: Int)
        /// On the `workday`-th working day of the month, from 1.
        case monthly(workday: Int)
        /// `before` working days before the last of the month.
        case monthEnd(before: Int)

        static func weekly(using random: RandomStream) -> Schedule {
            .weekly(weekday: random.index(below: 5))
        }

        /// Three in ten daily, four weekly, three monthly of which half at the end of the month.
        static func any(using random: RandomStream) -> Schedule {
            switch random.index(below: 20) {
            case ..<6: .daily
            case ..<14: .weekly(using: random)
            case ..<17: .monthly(workday: 1 + random.index(below: 15))
            default: .monthEnd(before: random.index(below: 3))
            }
        }
    }

    func isDue(on day: WorkCalendar.WorkingDay) -> Bool {
        switch schedule {
        case .daily: true
        case .weekly(let weekday): day.weekday == weekday
        case .monthly(let workday): day.ofMonth == workday
        case .monthEnd(let before): day.leftInMonth == before
        }
    }

    /// Notes the accesses of doing the task once: share after share, within minutes.
    func perform(using random: RandomStream, note: (_ second: Int, _ share: Int) -> Void) {
        var second = DailyRhythm.workingSecond(using: random)
        for share in shares {
            for _ in 0...random.poisson(mean: 0.5) {
                note(min(second, DailyRhythm.secondsPerDay - 1), share)
                second += 5 + random.index(below: 120)
            }
        }
    }
}
