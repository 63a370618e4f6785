import AccessLogs
import Statistics

/// The events of one tenant: accesses that they add, and what becomes of the accesses of those whom they change.
///
/// Accounts and shares count from zero within the tenant; those that events bring follow those that are there without.
/// Days count from the first of the log.
struct TenantLife {
    /// An access that an event adds.
    struct Added {
        let day: Int
        let second: Int
        let account: Int
        let share: Int
        let event: Int
    }

    /// What becomes of an access that an account makes without any event.
    enum Fate {
        /// It stays as it is.
        case stays
        /// Nobody makes it.
        case goes
        /// An account, the same or another, makes it, to the same share or another.
        case belongs(event: Int, account: Int, share: Int)
    }

    private(set) var kinds: [LifeEvent.Kind] = []
    private(set) var added: [Added] = []
    /// Who and what there is, with what events bring.
    private(set) var accounts: [Organization.User]
    private(set) var shares: [Organization.Resource]
    private(set) var projects: [Organization.Project]

    private let size: BenignLife.Size
    private let habits: LifeHabits
    private let isWorkday: [Bool]
    private let calendar: WorkCalendar
    private let presence: [Range<Int>]
    private let employees: [Int]
    private var courses: [Int: Course] = [:]

    /// What an event changes for an account.
    private enum Course {
        case joins(day: Int, settled: Int, event: Int)
        case isAway(days: Range<Int>, colleague: Int, event: Int, random: RandomStream)
        case moves(day: Int, from: Int, habits: [Int], event: Int, random: RandomStream)
    }

    /// The first days without an event, so that what is usual shows before.
    private static let calmDays = 7
    /// The days after a transfer on which the old work is still done in part.
    static let handover = 14
    /// The working days on which a joiner's accesses count as onboarding.
    static let onboardingDays = 5

    /// - Parameters:
    ///   - organization: of this tenant alone.
    ///   - habits: of all its accounts.
    ///   - isCancelled: asked after every event.
    init(
        _ life: BenignLife, of organization: Organization, _ size: BenignLife.Size, habits: LifeHabits, seed: Seed,
        isCancelled: () -> Bool
    ) throws(CancellationError) {
        self.size = size
        self.habits = habits
        accounts = organization.users
        shares = organization.resources
        projects = organization.projects
        calendar = WorkCalendar(firstDay: size.firstDay, dayCount: size.days)
        isWorkday = calendar.days.map { $0 != nil }
        presence = organization.users.indices.map { habits.presence(of: $0) }
        employees = organization.users.indices.filter { organization.users[$0] != .service }
        try drawCourses(life, RandomStream(seed: seed.derived("courses")), seed, isCancelled)
        for (kind, count) in [
            (LifeEvent.Kind.projectStart, life.projectStarts), (.shareRollout, life.shareRollouts),
            (.monthEnd, life.monthEnds), (.service, life.services),
        ] {
            for number in 0..<count {
                if isCancelled() { throw CancellationError() }
                let random = RandomStream(seed: seed.derived(kind.rawValue, number))
                switch kind {
                case .projectStart: startProject(random)
                case .shareRollout: rollOutShare(random)
                case .monthEnd: closeBooks(random)
                default: startService(random)
                }
            }
        }
    }

    /// What becomes of an access; to be asked in the order of time.
    func fate(account: Int, day: Int, share: Int) -> Fate {
        switch courses[account] {
        case nil: return .stays
        case .joins(let first, let settled, let event):
            return day < first ? .goes : day < settled ? .belongs(event: event, account: account, share: share) : .stays
        case .isAway(let days, let colleague, let event, let random):
            guard days.contains(day) else { return .stays }
            // Some of the work is left until the account is back.
            return random.bernoulli(0.6) ? .belongs(event: event, account: colleague, share: share) : .goes
        case .moves(let first, let from, let habits, let event, let random):
            guard day >= first, case .department(from, _) = shares[share] else { return .stays }
            if day < first + Self.handover, random.bernoulli(0.3) { return .stays }
            return .belongs(event: event, account: account, share: habits[random.index(below: habits.count)])
        }
    }

    // MARK: Accounts whose lives change

    private mutating func drawCourses(
        _ life: BenignLife, _ random: RandomStream, _ seed: Seed, _ isCancelled: () -> Bool
    ) throws(CancellationError) {
        var candidates = employees
        random.shuffle(&candidates)
        func number(_ fraction: Double) -> Int { Int((fraction * Double(employees.count)).rounded()) }
        var wanted: [(kind: LifeEvent.Kind, count: Int)] = [
            (.transfer, number(life.transfers)), (.covering, number(life.holidays)),
            (.onboarding, number(life.onboardings)),
        ]
        // Who covers for others has no event of one's own.
        var colleagues: Set<Int> = []
        for candidate in candidates {
            guard let next = wanted.firstIndex(where: { $0.count > 0 }) else { return }
            if isCancelled() { throw CancellationError() }
            guard !colleagues.contains(candidate), case .employee(let department, _) = accounts[candidate] else {
                continue
            }
            let own = RandomStream(seed: seed.derived("course", candidate)), event = kinds.count
            let course: Course? =
                switch wanted[next].kind {
                case .transfer: transfer(of: candidate, from: department, event: event, own)
                case .covering: leave(of: candidate, in: department, event: event, own)
                default: onboarding(of: candidate, in: department, event: event, own)
                }
            guard let course else { continue }
            if case .isAway(_, let colleague, _, _) = course { colleagues.insert(colleague) }
            courses[candidate] = course
            kinds.append(wanted[next].kind)
            wanted[next].count -= 1
        }
    }

    private mutating func transfer(of account: Int, from: Int, event: Int, _ random: RandomStream) -> Course? {
        let day = beginning(random, leaving: 4)
        // Somebody who works with the shares of the own department, or nothing would move.
        let own = habits.shares[account].count { owner(of: $0) == from }
        guard habits.count(of: account, in: 0..<day) > 0, habits.count(of: account, in: day..<size.days) >= 8,
            own * 2 >= habits.shares[account].count
        else { return nil }
        let next = (from + 1 + random.index(below: size.departments - 1)) % size.departments
        // The newcomer learns the work of one who has done it for long.
        let mentors = employees.filter { isEmployee($0, of: next) }
        guard !mentors.isEmpty else { return nil }
        let mentor = mentors[random.index(below: mentors.count)]
        var work = habits.shares[mentor].filter { owner(of: $0) == next }
        if work.isEmpty { work = shares.indices.filter { owner(of: $0) == next } }
        guard !work.isEmpty else { return nil }
        random.shuffle(&work)
        if case .employee(_, let role) = accounts[mentor] {
            accounts[account] = .employee(department: next, role: role)
        }
        return .moves(
            day: day, from: from, habits: Array(work.prefix(3 + random.index(below: 6))), event: event, random: random)
    }

    private func leave(of account: Int, in department: Int, event: Int, _ random: RandomStream) -> Course? {
        let first = beginning(random, leaving: 5), days = first..<min(size.days, first + 7 + random.index(below: 8))
        guard habits.count(of: account, in: days) >= 8 else { return nil }
        let possible = employees.filter {
            $0 != account && courses[$0] == nil && presence[$0].contains(first)
                && presence[$0].contains(days.upperBound - 1)
        }
        let own = possible.filter { isEmployee($0, of: department) }
        let colleagues = own.isEmpty ? possible : own
        guard !colleagues.isEmpty else { return nil }
        return .isAway(
            days: days, colleague: colleagues[random.index(below: colleagues.count)], event: event, random: random)
    }

    private mutating func onboarding(of account: Int, in department: Int, event: Int, _ random: RandomStream) -> Course?
    {
        let day = beginning(random, leaving: 4)
        guard presence[account].upperBound > day else { return nil }
        let workdays = (day..<size.days).filter { isWorkday[$0] }
        guard let settled = workdays.prefix(Self.onboardingDays).last.map({ $0 + 1 }) else { return nil }
        let colleagues = employees.filter { $0 != account && isEmployee($0, of: department) }
        var used: Set<Int> = []
        for colleague in colleagues.prefix(50) { used.formUnion(habits.shares[colleague]) }
        var choice = used.sorted()
        if choice.isEmpty { choice = shares.indices.filter { owner(of: $0) == department } }
        guard !choice.isEmpty else { return nil }
        random.shuffle(&choice)
        for share in choice.prefix(8 + random.index(below: 7)) {
            // Most on the first day, the others on the second.
            let chosen = workdays[workdays.count > 1 && random.bernoulli(0.3) ? 1 : 0]
            add(chosen, DailyRhythm.workingSecond(using: random), account, share, event)
        }
        return .joins(day: day, settled: settled, event: event)
    }

    // MARK: Events of many accounts

    private mutating func startProject(_ random: RandomStream) {
        let event = begin(.projectStart), day = beginning(random, leaving: 5)
        let end = min(size.days, day + 21 + random.index(below: 36))
        let departments = Set((0..<3).map { _ in random.index(below: size.departments) })
        let staff = some(
            6 + random.index(below: 10),
            of: employees.filter { account in departments.contains { isEmployee(account, of: $0) } },
            random)
        let own = (0..<2 + random.index(below: 4)).map { _ in add(.project(projects.count)) }
        projects.append(
            Organization.Project(
                members: staff.sorted(), resources: own, days: size.firstDay + day..<size.firstDay + end))
        for account in staff {
            let first = nextWorkday(day + random.index(below: 4))
            var met = false
            for day in first..<end where isAtWork(account, on: day) {
                if !met {
                    // All that there is to look into, within an hour or two.
                    var second = DailyRhythm.workingSecond(using: random)
                    for share in own where random.bernoulli(0.9) || share == own[0] {
                        add(day, second, account, share, event)
                        second += 60 + random.index(below: 1800)
                    }
                    met = true
                } else if random.bernoulli(0.6) {
                    for _ in 0..<1 + random.poisson(mean: 1) {
                        add(
                            day, DailyRhythm.workingSecond(using: random), account,
                            own[random.index(below: own.count)], event)
                    }
                }
            }
        }
    }

    private mutating func rollOutShare(_ random: RandomStream) {
        let event = begin(.shareRollout), day = beginning(random, leaving: 9), share = add(.hub)
        let adopters = some(
            max(3, Int((0.15 + 0.25 * random.uniform()) * Double(employees.count))), of: employees, random)
        for account in adopters {
            // Few at first, then many, few at last.
            let delay = min(max(0, Int(random.gaussian(mean: 5, standardDeviation: 2).rounded())), 10)
            var met = false
            for day in min(day + delay, size.days)..<size.days where isAtWork(account, on: day) {
                guard !met || random.bernoulli(0.2) else { continue }
                met = true
                add(day, DailyRhythm.workingSecond(using: random), account, share, event)
            }
        }
    }

    private mutating func closeBooks(_ random: RandomStream) {
        let event = begin(.monthEnd), department = random.index(below: size.departments)
        let staff = some(3 + random.index(below: 4), of: employees.filter { isEmployee($0, of: department) }, random)
        let books = (0..<8 + random.index(below: 5)).map { _ in add(.department(department, role: nil)) }
        for account in staff {
            for (day, workday) in calendar.days.enumerated() {
                guard let workday, workday.leftInMonth <= 1, isAtWork(account, on: day) else { continue }
                let evening = random.gaussian(mean: 20, standardDeviation: 1)
                var second = Int(min(max(evening, 18.5), 22) * 3600)
                for share in books where random.bernoulli(0.8) {
                    add(day, second, account, share, event)
                    second += 20 + random.index(below: 300)
                }
            }
        }
    }

    private mutating func startService(_ random: RandomStream) {
        let event = begin(.service), account = accounts.count
        accounts.append(.service)
        var route = Array(0..<size.shares)
        random.shuffle(&route)
        NightlyJob(along: Array(route.prefix(40)), using: random).run(
            days: beginning(random, leaving: 2)..<size.days, isCancelled: { false }
        ) { added.append(Added(day: $0, second: $1, account: account, share: $2, event: event)) }
    }

    // MARK: Who, when and what

    private mutating func begin(_ kind: LifeEvent.Kind) -> Int {
        kinds.append(kind)
        return kinds.count - 1
    }

    private mutating func add(_ share: Organization.Resource) -> Int {
        shares.append(share)
        return shares.count - 1
    }

    private mutating func add(_ day: Int, _ second: Int, _ account: Int, _ share: Int, _ event: Int) {
        added.append(
            Added(
                day: day, second: min(second, DailyRhythm.secondsPerDay - 1), account: account, share: share,
                event: event))
    }

    /// The working day on which an event begins.
    ///
    /// - Parameter last: the days at the end of the log on which it does not begin, so that it shows.
    private func beginning(_ random: RandomStream, leaving last: Int) -> Int {
        let first = min(Self.calmDays, size.days / 4)
        return nextWorkday(first + random.index(below: size.days - last - first))
    }

    /// A day, or the next working day after it; the last one where there is none.
    private func nextWorkday(_ day: Int) -> Int {
        let day = min(day, size.days - 1)
        return isWorkday[day...].firstIndex(of: true) ?? isWorkday.lastIndex(of: true) ?? day
    }

    private func isAtWork(_ account: Int, on day: Int) -> Bool {
        guard isWorkday[day], presence[account].contains(day) else { return false }
        switch courses[account] {
        case .joins(let first, _, _): return day >= first
        case .isAway(let days, _, _, _): return !days.contains(day)
        case .moves, nil: return true
        }
    }

    private func isEmployee(_ account: Int, of department: Int) -> Bool {
        if case .employee(department, _) = accounts[account] { true } else { false }
    }

    private func owner(of share: Int) -> Int? {
        if case .department(let department, _) = shares[share] { department } else { nil }
    }

    private func some(_ count: Int, of accounts: [Int], _ random: RandomStream) -> [Int] {
        var accounts = accounts
        random.shuffle(&accounts)
        return Array(accounts.prefix(count))
    }
}
