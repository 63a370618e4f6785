import Statistics

/// What one actor of the role model does, from the first day to the last: an account, or a team whose members take
/// turns.
struct RoleModelActivity {
    private let tenant: RoleModelTenant
    private let configuration: RoleModelConfiguration
    private let workdays: WorkCalendar
    private let random: RandomStream

    /// Notes an access of an account.
    typealias Note = (_ account: Int, _ day: Int, _ second: Int, _ share: Int) -> Void

    init(
        in tenant: RoleModelTenant, _ configuration: RoleModelConfiguration, on workdays: WorkCalendar,
        using random: RandomStream
    ) {
        self.tenant = tenant
        self.configuration = configuration
        self.workdays = workdays
        self.random = random
    }

    /// Notes all that an account does for itself, and what others do instead of it.
    ///
    /// - Parameter isCancelled: asked every day; once it is true, the accesses noted are incomplete.
    func record(account: Int, isCancelled: () -> Bool, note: Note) {
        guard let career = tenant.careers[account] else {
            NightlyJob(along: backupRoute(), using: random).run(
                days: 0..<configuration.days, isCancelled: isCancelled
            ) {
                note(account, $0, $1, $2)
            }
            return
        }
        for post in career.posts {
            // Those who were there before the log begins are settled in.
            if post.days.lowerBound > 0 { settleIn(account, career, post, note) }
            work(account, career, post, isCancelled, note)
        }
    }

    /// Notes what the members of a team do in turn.
    ///
    /// - Parameter isCancelled: asked every day; once it is true, the accesses noted are incomplete.
    func record(dutiesOf team: Int, isCancelled: () -> Bool, note: Note) {
        let members = tenant.members[team]
        for duty in tenant.duties[team] {
            var turn = random.index(below: members.count)
            for (day, workday) in workdays.days.enumerated() {
                if isCancelled() { return }
                guard let workday, duty.isDue(on: workday) else { continue }
                guard let next = colleague(from: turn, on: day, in: team) else { continue }
                duty.perform(using: random) { note(members[next], day, $0, $1) }
                turn = next + 1
            }
        }
    }

    private func work(
        _ account: Int, _ career: RoleModelCareer, _ post: RoleModelCareer.Post, _ isCancelled: () -> Bool, _ note: Note
    ) {
        let tasks = tasks(of: post, at: career.site)
        let rights = post.roles.flatMap { tenant.entitlements[$0] }
        for day in post.days {
            if isCancelled() { return }
            guard let workday = workdays.days[day] else { continue }
            let diligence = configuration.diligence * (day < post.fullUntil ? 1 : 0.5)
            let isOnLeave = career.leave.contains(day)
            for task in tasks where task.isDue(on: workday) && random.bernoulli(diligence) {
                if !isOnLeave {
                    task.perform(using: random) { note(account, day, $0, $1) }
                } else if random.bernoulli(configuration.covering), let colleague = cover(of: account, post, on: day) {
                    task.perform(using: random) { note(colleague, day, $0, $1) }
                }
            }
            guard !isOnLeave, day < post.fullUntil else { continue }
            if random.bernoulli(configuration.requests) {
                note(account, day, DailyRhythm.workingSecond(using: random), rights[random.index(below: rights.count)])
            }
            if random.bernoulli(configuration.breakGlass) {
                let share = random.index(below: configuration.shares)
                for _ in 0...random.poisson(mean: 2) {
                    note(account, day, DailyRhythm.workingSecond(using: random), share)
                }
            }
        }
    }

    /// Everybody has the first task of the main role, and some of the others.
    private func tasks(of post: RoleModelCareer.Post, at site: Int) -> [RoleModelTask] {
        let possible =
            post.roles.flatMap { tenant.roleTasks[$0] } + [tenant.teamTasks[post.team]] + tenant.siteTasks[site]
            + tenant.commonTasks
        return possible.enumerated().filter { $0.offset == 0 || random.bernoulli(configuration.assignment) }
            .map(\.element)
    }

    /// A user who is new to a post accesses all that it entitles to, in the first working days.
    private func settleIn(_ account: Int, _ career: RoleModelCareer, _ post: RoleModelCareer.Post, _ note: Note) {
        let days = post.days.lazy.filter { workdays.days[$0] != nil && !career.leave.contains($0) }
            .prefix(configuration.onboardingDays)
        let first = Array(days)
        guard !first.isEmpty else { return }
        for share in post.roles.flatMap({ tenant.entitlements[$0] }) + tenant.teamTasks[post.team].shares {
            note(
                account, first[random.index(below: first.count)], DailyRhythm.workingSecond(using: random), share)
        }
    }

    /// The account of the team that stands in for another one.
    private func cover(of account: Int, _ post: RoleModelCareer.Post, on day: Int) -> Int? {
        let members = tenant.members[post.team]
        guard let index = members.firstIndex(of: account) else { return nil }
        return colleague(from: index + 1, on: day, in: post.team).map { members[$0] }
    }

    /// The index in the team of the next member at work, searched from `index` on and around.
    private func colleague(from index: Int, on day: Int, in team: Int) -> Int? {
        let members = tenant.members[team]
        return members.indices.lazy.map { (index + $0) % members.count }
            .first { tenant.careers[members[$0]]?.isAtWork(on: day, in: team) == true }
    }

    /// The shares of one file server after the other.
    private func backupRoute() -> [Int] {
        let servers = OrganizationNames.servers(forShares: configuration.shares)
        let first = random.index(below: servers)
        return Array(
            (0..<servers).lazy
                .flatMap { stride(from: (first + $0) % servers, to: configuration.shares, by: servers) }
                .prefix(configuration.serviceAccountShares))
    }
}
