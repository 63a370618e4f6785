import AccessLogs
import Statistics

extension AccessCalendar {
    /// The log of these accesses, with the events of a life laid over it.
    ///
    /// Without events it is the log of what was noted. With them, who and what there is gets other numbers, so that
    /// neither names nor their order tell what events brought.
    ///
    /// - Parameters:
    ///   - tenants: each numbered from zero.
    ///   - size: of each tenant, as simulators number accounts and shares.
    ///   - seed: of the simulation.
    ///   - isCancelled: asked every day and at every event.
    /// - Throws: `CancellationError` once `isCancelled` is true.
    consuming func simulation(
        of tenants: [Organization], _ size: BenignLife.Size, life: BenignLife, seed: Seed, isCancelled: () -> Bool
    ) throws(CancellationError) -> Simulation {
        guard life.isEventful else {
            let names = OrganizationNames(tenants: tenants.count, accounts: size.accounts, shares: size.shares)
            return try simulation(
                users: names.users(isCancelled: isCancelled), resources: names.resources(isCancelled: isCancelled),
                organization: Organization(
                    joining: tenants, departmentsEach: size.departments, sitesEach: size.sites),
                isCancelled: isCancelled)
        }
        // Workers note accesses in any order.
        try sortDays(isCancelled: isCancelled)
        let lives = try lives(of: tenants, size, life, seed, isCancelled)
        let renumbered = Renumbering(lives, seed: seed)
        let names = OrganizationNames(
            tenants: lives.count, accounts: renumbered.accounts, shares: renumbered.shares)
        let organization = Organization(
            joining: lives.indices.map { renumbered.organization(of: lives[$0], tenant: $0) },
            departmentsEach: size.departments, sitesEach: size.sites)
        var firstEvent: [Int] = [], kinds: [LifeEvent.Kind] = []
        for life in lives {
            firstEvent.append(kinds.count)
            kinds += life.kinds
        }
        var eventful = AccessCalendar(firstDay: firstDay, dayCount: days.count)
        var labels = [[Label]](repeating: [], count: days.count)
        func note(day: Int, second: Int, tenant: Int, account: Int, share: Int, event: Int?) {
            let user = renumbered.user(account, tenant: tenant), resource = renumbered.resource(share, tenant: tenant)
            guard let event else { return eventful.note(day: day, second: second, user: user, resource: resource) }
            labels[day].append(
                Label(
                    access: Access(second: Int32(second), user: Int32(user), resource: Int32(resource)),
                    event: firstEvent[tenant] + event))
        }
        for day in days.indices {
            if isCancelled() { throw CancellationError() }
            for access in days[day] {
                let tenant = Int(access.user) / size.accounts
                let account = Int(access.user) % size.accounts, share = Int(access.resource) % size.shares
                let second = Int(access.second)
                switch lives[tenant].fate(account: account, day: day, share: share) {
                case .stays:
                    note(day: day, second: second, tenant: tenant, account: account, share: share, event: nil)
                case .goes: break
                case .belongs(let event, let account, let share):
                    note(day: day, second: second, tenant: tenant, account: account, share: share, event: event)
                }
            }
            days[day] = []
        }
        for (tenant, life) in lives.enumerated() {
            for access in life.added {
                note(
                    day: access.day, second: access.second, tenant: tenant, account: access.account,
                    share: access.share, event: access.event)
            }
        }
        return try eventful.simulation(
            users: names.users(isCancelled: isCancelled), resources: names.resources(isCancelled: isCancelled),
            organization: organization, labels: labels, kinds: kinds, isCancelled: isCancelled)
    }

    private func lives(
        of tenants: [Organization], _ size: BenignLife.Size, _ life: BenignLife, _ seed: Seed, _ isCancelled: () -> Bool
    ) throws(CancellationError) -> [TenantLife] {
        var habits = [LifeHabits](
            repeating: LifeHabits(accounts: size.accounts, days: size.days), count: tenants.count)
        for day in days.indices {
            if isCancelled() { throw CancellationError() }
            for access in days[day] {
                habits[Int(access.user) / size.accounts].note(
                    account: Int(access.user) % size.accounts, day: day, share: Int(access.resource) % size.shares)
            }
        }
        var lives: [TenantLife] = []
        for (tenant, organization) in tenants.enumerated() {
            lives.append(
                try TenantLife(
                    life, of: organization, size, habits: habits[tenant], seed: seed.derived("life", tenant),
                    isCancelled: isCancelled))
            habits[tenant] = LifeHabits(accounts: 0, days: 0)
        }
        return lives
    }
}

/// The numbers of accounts and shares in random order, those that events brought among the others. All tenants have
/// room for as many; numbers that nobody has make no access and are left out of the log.
private struct Renumbering {
    let accounts: Int
    let shares: Int
    private let users: [[Int]]
    private let resources: [[Int]]

    init(_ lives: [TenantLife], seed: Seed) {
        let accounts = lives.map(\.accounts.count).max() ?? 0, shares = lives.map(\.shares.count).max() ?? 0
        func order(_ purpose: String, _ tenant: Int, _ count: Int) -> [Int] {
            var order = Array(0..<count)
            RandomStream(seed: seed.derived(purpose, tenant)).shuffle(&order)
            return order
        }
        users = lives.indices.map { order("life accounts", $0, accounts) }
        resources = lives.indices.map { order("life shares", $0, shares) }
        self.accounts = accounts
        self.shares = shares
    }

    func user(_ account: Int, tenant: Int) -> Int { tenant * accounts + users[tenant][account] }

    func resource(_ share: Int, tenant: Int) -> Int { tenant * shares + resources[tenant][share] }

    /// The truth of a tenant by the new numbers, which count from zero in it.
    func organization(of life: TenantLife, tenant: Int) -> Organization {
        var users = [Organization.User](repeating: .service, count: accounts)
        for (account, user) in life.accounts.enumerated() { users[self.users[tenant][account]] = user }
        var resources = [Organization.Resource](repeating: .hub, count: shares)
        for (share, resource) in life.shares.enumerated() { resources[self.resources[tenant][share]] = resource }
        return Organization(
            users: users, resources: resources,
            projects: life.projects.map { project in
                Organization.Project(
                    members: project.members.map { self.users[tenant][$0] }.sorted(),
                    resources: project.resources.map { self.resources[tenant][$0] }.sorted(), days: project.days)
            })
    }
}
