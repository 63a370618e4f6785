import AccessLogs
import Foundation
import Statistics

/// What one account of the block model does, from the first day to the last.
struct BlockModelActivity {
    private let account: Int
    private let tenant: BlockModelTenant
    private let configuration: BlockModelConfiguration
    private let random: RandomStream

    init(
        of account: Int, in tenant: BlockModelTenant, _ configuration: BlockModelConfiguration,
        using random: RandomStream
    ) {
        self.account = account
        self.tenant = tenant
        self.configuration = configuration
        self.random = random
    }

    /// Notes all accesses of the account.
    ///
    /// - Parameters:
    ///   - firstUser: what to add to the tenant's account numbers.
    ///   - firstResource: what to add to the tenant's share numbers.
    ///   - isCancelled: asked every day, and after many accesses of one; once it is true, the accesses noted are
    ///     incomplete.
    func record(
        in calendar: inout AccessCalendar, firstUser: Int, firstResource: Int, isCancelled: () -> Bool
    ) {
        let note = { (calendar: inout AccessCalendar, day: Int, second: Int, share: Int) in
            calendar.note(day: day, second: second, user: firstUser + account, resource: firstResource + share)
        }
        switch tenant.accounts[account] {
        case .employee(let department, let role):
            work(department: department, role: role, isCancelled) { note(&calendar, $0, $1, $2) }
        case .service:
            runJobs(isCancelled) { note(&calendar, $0, $1, $2) }
        }
    }

    private func work(
        department: Int, role: Int, _ isCancelled: () -> Bool,
        note: (_ day: Int, _ second: Int, _ share: Int) -> Void
    ) {
        // The mean of a log-normal variate is exp(zeta + sigma² / 2).
        let spread = configuration.activitySpread
        let dailyRate = random.logNormal(zeta: log(configuration.activity) - spread * spread / 2, sigma: spread)
        var habits = Habits()
        for _ in 0..<1 + random.poisson(mean: configuration.favorites - 1) {
            if let share = newShare(department: department, role: role, habits) { habits.use(share) }
        }
        for day in employmentDays() {
            if isCancelled() { return }
            let isWeekend = Timestamp.isWeekend(day: configuration.startDay + day)
            let projects = tenant.projectsOfAccount[account].filter {
                tenant.projects[$0].days.contains(configuration.startDay + day)
            }
            for access in 0..<random.poisson(mean: dailyRate * (isWeekend ? configuration.weekendActivity : 1)) {
                if access % 4096 == 4095, isCancelled() { return }
                let second = DailyRhythm.workingSecond(using: random)
                if !projects.isEmpty, random.bernoulli(configuration.projectProbability) {
                    let resources = tenant.projects[projects[random.index(below: projects.count)]].resources
                    note(day, second, resources[random.index(below: resources.count)])
                } else {
                    let share = ordinaryShare(department: department, role: role, habits)
                    habits.use(share)
                    note(day, second, share)
                }
            }
        }
    }

    /// The days of the log on which a user is employed.
    private func employmentDays() -> Range<Int> {
        let joins = random.bernoulli(configuration.joiners), leaves = random.bernoulli(configuration.leavers)
        let first = joins ? random.index(below: configuration.days) : 0
        let last = leaves ? first + random.index(below: configuration.days - first) : configuration.days - 1
        return first..<last + 1
    }

    /// A share that the user has used, or now and then a new one.
    private func ordinaryShare(department: Int, role: Int, _ habits: Habits) -> Int {
        if random.bernoulli(configuration.exploration),
            let share = newShare(department: department, role: role, habits)
        {
            return share
        }
        return habits.used[random.index(below: habits.used.count)]
    }

    /// A share that the user has not used; nil where none is found, because the user has used nearly all that suit.
    private func newShare(department: Int, role: Int, _ habits: Habits) -> Int? {
        for _ in 0..<8 {
            let share = suitableShare(department: department, role: role)
            if !habits.known.contains(share) { return share }
        }
        return nil
    }

    private func suitableShare(department: Int, role: Int) -> Int {
        if let hubs = tenant.hubChoice, random.bernoulli(configuration.hubProbability) {
            return hubs.draw(using: random)
        }
        if configuration.departments > 1, random.bernoulli(configuration.foreignProbability) {
            let step = 1 + random.index(below: configuration.departments - 1)
            return tenant.departmentChoices[(department + step) % configuration.departments].draw(using: random)
        }
        return tenant.roleChoices[department][role].draw(using: random)
    }

    private func runJobs(
        _ isCancelled: () -> Bool, note: (_ day: Int, _ second: Int, _ share: Int) -> Void
    ) {
        let wanted = min(configuration.serviceAccountShares, tenant.shares.count)
        var route: [Int] = []
        var known: Set<Int> = []
        while route.count < wanted {
            let share = random.index(below: tenant.shares.count)
            if known.insert(share).inserted { route.append(share) }
        }
        NightlyJob(along: route, using: random).run(
            days: 0..<configuration.days, isCancelled: isCancelled, note: note)
    }
}

/// The shares that a user has used.
private struct Habits {
    /// One entry for each use, so that a uniform choice prefers what is used often.
    private(set) var used: [Int] = []
    private(set) var known: Set<Int> = []

    mutating func use(_ share: Int) {
        used.append(share)
        known.insert(share)
    }
}
