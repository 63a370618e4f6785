package import Parameters

/// The size, the rules and the exceptions of an organisation of the role model. All numbers are per tenant.
package struct RoleModelConfiguration: Hashable, Sendable {
    package let tenants: Int
    package let users: Int
    package let shares: Int
    package let departments: Int
    /// Roles in each department.
    package let roles: Int
    /// Teams in each department, each with a share of its own.
    package let teams: Int
    /// Places of work, each with people of all departments.
    package let sites: Int
    package let siteShares: Int
    package let hubShares: Int
    /// The length of the log.
    package let days: Int
    /// The first day (UTC) since 1970-01-01.
    package let startDay: Int

    /// The shares of other roles in the department to which a role entitles.
    package let borrowedShares: Int
    /// The tasks of each role.
    package let tasks: Int
    /// The largest number of shares that a task takes.
    package let taskShares: Int
    /// The weekly tasks that the members of a team do in turn.
    package let duties: Int
    /// The probability that a possible task is one of a person's.
    package let assignment: Double
    /// The probability that a task that is due gets done.
    package let diligence: Double
    /// The probability of a request on a working day.
    package let requests: Double

    package let secondRoles: Double
    package let joiners: Double
    package let leavers: Double
    package let transfers: Double
    package let onboardingDays: Int
    package let absences: Double
    /// The probability that a colleague does what a person on leave would have done.
    package let covering: Double
    /// The probability of an emergency access on a person's working day.
    package let breakGlass: Double
    package let serviceAccounts: Int
    package let serviceAccountShares: Int
    /// What happens in each tenant that is innocent and looks unusual.
    let life: BenignLife

    /// The roles of all departments.
    var roleCount: Int { departments * roles }
    /// The teams of all departments.
    var teamCount: Int { departments * teams }

    /// - Throws: ``ParameterError`` where there are too few users or shares for the structure.
    package init(_ parameters: ParameterSet) throws(ParameterError) {
        tenants = parameters[Self.tenants]
        users = parameters[Self.users]
        shares = parameters[Self.shares]
        departments = parameters[Self.departments]
        roles = parameters[Self.roles]
        teams = parameters[Self.teams]
        sites = parameters[Self.sites]
        siteShares = parameters[Self.siteShares]
        hubShares = parameters[Self.hubShares]
        days = parameters[Self.days]
        startDay = parameters[Self.startDay]
        borrowedShares = parameters[Self.borrowedShares]
        tasks = parameters[Self.tasks]
        taskShares = parameters[Self.taskShares]
        duties = parameters[Self.duties]
        assignment = parameters[Self.assignment]
        diligence = parameters[Self.diligence]
        requests = parameters[Self.requests]
        secondRoles = parameters[Self.secondRoles]
        joiners = parameters[Self.joiners]
        leavers = parameters[Self.leavers]
        transfers = parameters[Self.transfers]
        onboardingDays = parameters[Self.onboardingDays]
        absences = parameters[Self.absences]
        covering = parameters[Self.covering]
        breakGlass = parameters[Self.breakGlass]
        serviceAccounts = parameters[Self.serviceAccounts]
        serviceAccountShares = parameters[Self.serviceAccountShares]
        let life = parameters[BenignLife.parameter]
        self.life = try BenignLife(parsing: life, users: users)

        guard users >= departments * teams else {
            throw .unacceptable(
                parameter: "users", value: .integer(users),
                expected: "at least \(departments * teams): departments × teams")
        }
        // Users and resources are 32-bit indices throughout all tenants, and each takes some 150 bytes while it is made.
        for (name, count) in [("users", users + serviceAccounts), ("shares", shares)]
        where tenants * count > SimulationLimit.names {
            throw .unacceptable(
                parameter: name, value: .integer(count),
                expected: "at most \(SimulationLimit.names / tenants) in each of \(tenants) tenants")
        }
        // Every role has its tasks and every team its duties, each with a few shares.
        for (name, each, count) in [
            ("tasks", tasks, departments * roles), ("duties", duties, departments * teams),
            ("borrowed_shares", borrowedShares, departments * roles),
        ] where tenants * each * count > SimulationLimit.entries {
            throw .unacceptable(
                parameter: name, value: .integer(each),
                expected: "at most \(SimulationLimit.entries / (tenants * count)) for \(tenants * count) roles or teams"
            )
        }
        // Tasks are due on four days of ten in the mean, and take half of the shares that they may, one and a half times.
        let tasksEach = 1 + assignment * ((1 + secondRoles) * Double(tasks) + Double(siteShares + hubShares + 1))
        let daily = tasksEach * 0.4 * Double(taskShares + 1) / 2 * 1.5
        let working = Double(tenants) * Double(users) * Double(days) * daily
        let nightly =
            Double(tenants) * Double(serviceAccounts) * Double(days) * Double(min(serviceAccountShares, shares))
        guard working + nightly <= SimulationLimit.accesses else {
            throw .unacceptable(
                parameter: "days", value: .integer(days),
                expected:
                    "such that at most \(Int(SimulationLimit.accesses)) accesses are to be expected: lower it, users, "
                    + "tasks or task_shares")
        }
        let needed = hubShares + sites * siteShares + departments * (teams + roles)
        guard shares >= needed else {
            throw .unacceptable(
                parameter: "shares", value: .integer(shares),
                expected: "at least \(needed): hub_shares + sites × site_shares + departments × (teams + roles)")
        }
        try self.life.check(size, text: life)
    }

    /// How large the organisation is, as events see it.
    var size: BenignLife.Size {
        BenignLife.Size(
            tenants: tenants, accounts: users + serviceAccounts, shares: shares, departments: departments,
            sites: sites, firstDay: startDay, days: days)
    }

    static let tenants = Parameter<Int>(
        "tenants", in: 1...10_000, standard: 1, "Organisations that share nothing; all other numbers are per tenant.")
    static let users = Parameter<Int>("users", in: 1...10_000_000, standard: 600, "Employees.")
    static let shares = Parameter<Int>(
        "shares", in: 1...10_000_000, standard: 240,
        "File shares: of everybody, of sites, one of each team, and the rest of roles.")
    static let departments = Parameter<Int>("departments", in: 1...100_000, standard: 8, "Departments.")
    static let roles = Parameter<Int>("roles", in: 1...100, standard: 3, "Roles in each department.")
    static let teams = Parameter<Int>(
        "teams", in: 1...1000, standard: 6, "Teams in each department, with people of all its roles.")
    static let sites = Parameter<Int>(
        "sites", in: 1...10_000, standard: 3, "Places of work, with people of all departments.")
    static let siteShares = Parameter<Int>("site_shares", in: 0...1000, standard: 2, "Shares of a site.")
    static let hubShares = Parameter<Int>("hub_shares", in: 0...100_000, standard: 6, "Shares that everybody uses.")
    static let days = Parameter<Int>("days", in: 1...3650, standard: 42, "Days that the log covers.")
    static let startDay = Parameter<Int>(
        "start_day", in: 0...50_000, standard: 20_458, "First day since 1970-01-01; 20458 is Monday, 2026-01-05.")
    static let borrowedShares = Parameter<Int>(
        "borrowed_shares", in: 0...1000, standard: 2, "Shares of other roles in the department that a role may use.")
    static let tasks = Parameter<Int>(
        "tasks", in: 1...1000, standard: 8, "Tasks of a role; some are due daily, some weekly, some monthly.")
    static let taskShares = Parameter<Int>(
        "task_shares", in: 1...1000, standard: 3, "Shares that a task takes, at most.")
    static let duties = Parameter<Int>(
        "duties", in: 0...1000, standard: 1,
        "Weekly tasks of a team, on shares of the department, that members do in turn.")
    static let assignment = Parameter.probability(
        "assignment", standard: 0.4, "Probability that a possible task is one of a person's.")
    static let diligence = Parameter.probability(
        "diligence", standard: 0.85, "Probability that a task that is due gets done.")
    static let requests = Parameter.probability(
        "requests", standard: 0.05, "Probability, on a person's working day, of using any right of the roles.")
    static let secondRoles = Parameter.probability(
        "second_roles", standard: 0.1, "Fraction of users with a second role, in any department.")
    static let joiners = Parameter.probability(
        "joiners", standard: 0.06, "Fraction of users who begin after the log does.")
    static let leavers = Parameter.probability(
        "leavers", standard: 0.04, "Fraction of users who stop before the log does.")
    static let transfers = Parameter.probability(
        "transfers", standard: 0.05, "Fraction of users who change to another team, with a handover of two weeks.")
    static let onboardingDays = Parameter<Int>(
        "onboarding_days", in: 1...365, standard: 5,
        "Working days in which someone new to a post looks into its shares.")
    static let absences = Parameter.probability(
        "absences", standard: 0.3, "Fraction of users with a leave, of 5 to 15 days.")
    static let covering = Parameter.probability(
        "covering", standard: 0.3, "Probability that a colleague does a task of someone on leave.")
    static let breakGlass = Parameter.probability(
        "break_glass", standard: 0.0005, "Probability, on a person's working day, of an emergency at any share.")
    static let serviceAccounts = Parameter<Int>(
        "service_accounts", in: 0...10_000, standard: 4, "Accounts, besides the users, that run a job every night.")
    static let serviceAccountShares = Parameter<Int>(
        "service_account_shares", in: 1...1_000_000, standard: 40, "Shares that a nightly job visits, at most.")

    /// The parameters by which experiments set the configuration.
    package static let parameters: ParameterList = [
        tenants, users, shares, departments, roles, teams, sites, siteShares, hubShares, days, startDay, borrowedShares,
        tasks, taskShares, duties, assignment, diligence, requests, secondRoles, joiners, leavers, transfers,
        onboardingDays, absences, covering, breakGlass, serviceAccounts, serviceAccountShares, BenignLife.parameter,
    ]
}
