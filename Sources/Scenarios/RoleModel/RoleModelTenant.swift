import Statistics

/// Who and what exists in one tenant of the role model, and by which rules. All numbers count from zero within the
/// tenant, those of roles and teams throughout its departments.
struct RoleModelTenant: Sendable {
    /// The career of each account; nil for service accounts.
    let careers: [RoleModelCareer?]
    let organization: Organization
    /// The shares to which a role entitles.
    let entitlements: [[Int]]
    let roleTasks: [[RoleModelTask]]
    /// The work with the share of each team.
    let teamTasks: [RoleModelTask]
    let siteTasks: [[RoleModelTask]]
    /// The work with shares for everybody.
    let commonTasks: [RoleModelTask]
    /// What the members of each team do in turn.
    let duties: [[RoleModelTask]]
    /// The accounts that are in each team at some time, ascending.
    let members: [[Int]]

    private enum Owner {
        case everybody, site(Int), team(Int), role(Int)
    }

    /// - Parameter isCancelled: asked after every part of the work.
    init(
        _ configuration: RoleModelConfiguration, using random: RandomStream, isCancelled: () -> Bool
    ) throws(CancellationError) {
        func check() throws(CancellationError) {
            if isCancelled() { throw CancellationError() }
        }
        try check()
        let owners = Self.owners(configuration, using: random)
        try check()
        var everybodys: [Int] = []
        var ofSite = [[Int]](repeating: [], count: configuration.sites)
        var ofTeam = [Int](repeating: 0, count: configuration.teamCount)
        var ofRole = [[Int]](repeating: [], count: configuration.roleCount)
        for (share, owner) in owners.enumerated() {
            switch owner {
            case .everybody: everybodys.append(share)
            case .site(let site): ofSite[site].append(share)
            case .team(let team): ofTeam[team] = share
            case .role(let role): ofRole[role].append(share)
            }
        }
        let ofDepartment = (0..<configuration.departments).map { department in
            Array(ofRole[department * configuration.roles..<(department + 1) * configuration.roles].joined())
        }
        var entitlements: [[Int]] = []
        for (role, owned) in ofRole.enumerated() {
            try check()
            let own = Set(owned)
            let others = ofDepartment[role / configuration.roles].filter { !own.contains($0) }
            entitlements.append(
                owned + Self.some(min(configuration.borrowedShares, others.count), of: others, using: random))
        }
        self.entitlements = entitlements
        func task(with shares: [Int], _ schedule: RoleModelTask.Schedule) -> RoleModelTask {
            let count = min(shares.count, 1 + random.index(below: configuration.taskShares))
            return RoleModelTask(shares: Self.some(count, of: shares, using: random), schedule: schedule)
        }
        func tasks(_ count: Int, with shares: [Int], isDuty: Bool) throws(CancellationError) -> [RoleModelTask] {
            var tasks: [RoleModelTask] = []
            for number in 0..<count {
                try check()
                let schedule: RoleModelTask.Schedule =
                    isDuty ? .weekly(using: random) : number == 0 ? .daily : .any(using: random)
                tasks.append(task(with: shares, schedule))
            }
            return tasks
        }
        var roleTasks: [[RoleModelTask]] = []
        for shares in entitlements {
            roleTasks.append(try tasks(configuration.tasks, with: shares, isDuty: false))
        }
        self.roleTasks = roleTasks
        teamTasks = ofTeam.map { RoleModelTask(shares: [$0], schedule: .daily) }
        siteTasks = ofSite.map { $0.map { RoleModelTask(shares: [$0], schedule: .weekly(using: random)) } }
        commonTasks = everybodys.map { RoleModelTask(shares: [$0], schedule: .any(using: random)) }
        var duties: [[RoleModelTask]] = []
        for team in 0..<configuration.teamCount {
            let shares = ofDepartment[team / configuration.teams]
            duties.append(try tasks(configuration.duties, with: shares, isDuty: true))
        }
        self.duties = duties

        // The order of the accounts must not reveal their teams.
        var teams: [Int?] = (0..<configuration.users).map {
            $0 < configuration.teamCount ? $0 : random.index(below: configuration.teamCount)
        }
        teams += Array(repeating: nil, count: configuration.serviceAccounts)
        random.shuffle(&teams)
        try check()
        let careers = teams.map { $0.map { RoleModelCareer(of: $0, configuration, using: random) } }
        self.careers = careers
        try check()
        var members = [[Int]](repeating: [], count: configuration.teamCount)
        for (account, career) in careers.enumerated() {
            for post in career?.posts ?? [] { members[post.team].append(account) }
        }
        self.members = members
        organization = Organization(
            users: careers.map { career in
                guard let post = career?.posts.last else { return .service }
                return .employee(
                    department: post.team / configuration.teams, role: post.roles[0] % configuration.roles)
            },
            resources: owners.map { owner in
                switch owner {
                case .everybody: .hub
                case .site(let site): .site(site)
                case .team(let team): .department(team / configuration.teams, role: nil)
                case .role(let role):
                    .department(role / configuration.roles, role: role % configuration.roles)
                }
            }, projects: [])
    }

    /// The owners of the shares in random order; every role owns a share.
    private static func owners(_ configuration: RoleModelConfiguration, using random: RandomStream) -> [Owner] {
        var owners = [Owner](repeating: .everybody, count: configuration.hubShares)
        for site in 0..<configuration.sites {
            owners += Array(repeating: .site(site), count: configuration.siteShares)
        }
        owners += (0..<configuration.teamCount).map { .team($0) }
        owners += (0..<configuration.roleCount).map { .role($0) }
        owners += (owners.count..<configuration.shares).map { _ in
            .role(random.index(below: configuration.roleCount))
        }
        random.shuffle(&owners)
        return owners
    }

    private static func some(_ count: Int, of shares: [Int], using random: RandomStream) -> [Int] {
        var shares = shares
        random.shuffle(&shares)
        return Array(shares[..<count])
    }
}
