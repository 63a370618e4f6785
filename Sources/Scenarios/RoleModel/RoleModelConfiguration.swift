public import Parameters

/// The size, the rules and the exceptions of an organisation of the role model. All numbers are per tenant.
public struct RoleModelConfiguration: Codable, Hashable, Sendable {
    public let tenants: Int
    public let users: Int
    public let shares: Int
    public let departments: Int
    /// Roles in each department.
    public let roles: Int
    /// Teams in each department, each with a share of its own.
    public let teams: Int
    /// Places of work, each with people of all departments.
    public let sites: Int
    public let siteShares: Int
    public let hubShares: Int
    /// The length of the log.
    public let days: Int
    /// The first day (UTC) since 1970-01-01.
    public let startDay: Int

    /// The shares of other roles in the department to which a role entitles.
    public let borrowedShares: Int
    /// The tasks of each role.
    public let tasks: Int
    /// The largest number of shares that a task takes.
    public let taskShares: Int
    /// The weekly tasks that the members of a team do in turn.
    public let duties: Int
    /// The probability that a possible task is one of a person's.
    public let assignment: Double
    /// The probability that a task that is due gets done.
    public let diligence: Double
    /// The probability of a request on a working day.
    public let requests: Double

    public let secondRoles: Double
    public let joiners: Double
    public let leavers: Double
    public let transfers: Double
    public let onboardingDays: Int
    public let absences: Double
    /// The probability that a colleague does what a person on leave would have done.
    public let covering: Double
    /// The probability of an emergency access on a person's working day.
    public let breakGlass: Double
    public let serviceAccounts: Int
    public let serviceAccountShares: Int

    /// The roles of all departments.
    var roleCount: Int { departments * roles }
    /// The teams of all departments.
    var teamCount: Int { departments * teams }

    /// - Throws: ``ParameterError`` where there are too few users or shares for the structure.
    public init(_ parameters: ParameterSet) throws(ParameterError) {
        tenants = parameters.integer("tenants")
        users = parameters.integer("users")
        shares = parameters.integer("shares")
        departments = parameters.integer("departments")
        roles = parameters.integer("roles")
        teams = parameters.integer("teams")
        sites = parameters.integer("sites")
        siteShares = parameters.integer("site_shares")
        hubShares = parameters.integer("hub_shares")
        days = parameters.integer("days")
        startDay = parameters.integer("start_day")
        borrowedShares = parameters.integer("borrowed_shares")
        tasks = parameters.integer("tasks")
        taskShares = parameters.integer("task_shares")
        duties = parameters.integer("duties")
        assignment = parameters.real("assignment")
        diligence = parameters.real("diligence")
        requests = parameters.real("requests")
        secondRoles = parameters.real("second_roles")
        joiners = parameters.real("joiners")
        leavers = parameters.real("leavers")
        transfers = parameters.real("transfers")
        onboardingDays = parameters.integer("onboarding_days")
        absences = parameters.real("absences")
        covering = parameters.real("covering")
        breakGlass = parameters.real("break_glass")
        serviceAccounts = parameters.integer("service_accounts")
        serviceAccountShares = parameters.integer("service_account_shares")

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
    }

    /// The parameters by which experiments set the configuration.
    public static let parameters: [ParameterDescription] = [
        count("tenants", 1...10_000, 1, "Organisations that share nothing; all other figures are per tenant."),
        count("users", 1...10_000_000, 600, "Employees."),
        count(
            "shares", 1...10_000_000, 240,
            "File shares: of everybody, of sites, one of each team, and the rest of roles."),
        count("departments", 1...100_000, 8, "Departments."),
        count("roles", 1...100, 3, "Roles in each department."),
        count("teams", 1...1000, 6, "Teams in each department, with people of all its roles."),
        count("sites", 1...10_000, 3, "Places of work, with people of all departments."),
        count("site_shares", 0...1000, 2, "Shares of a site."),
        count("hub_shares", 0...100_000, 6, "Shares that everybody uses."),
        count("days", 1...3650, 42, "Days that the log covers."),
        count("start_day", 0...50_000, 20_458, "First day since 1970-01-01; 20458 is Monday, 2026-01-05."),
        count("borrowed_shares", 0...1000, 2, "Shares of other roles in the department that a role may use."),
        count("tasks", 1...1000, 8, "Tasks of a role; some are due daily, some weekly, some monthly."),
        count("task_shares", 1...1000, 3, "Shares that a task takes, at most."),
        count("duties", 0...1000, 1, "Weekly tasks of a team, on shares of the department, that members do in turn."),
        probability("assignment", 0.4, "Probability that a possible task is one of a person's."),
        probability("diligence", 0.85, "Probability that a task that is due gets done."),
        probability("requests", 0.05, "Probability, on a person's working day, of using any right of the roles."),
        probability("second_roles", 0.1, "Fraction of users with a second role, in any department."),
        probability("joiners", 0.06, "Fraction of users who begin after the log does."),
        probability("leavers", 0.04, "Fraction of users who stop before the log does."),
        probability("transfers", 0.05, "Fraction of users who change to another team, with a handover of two weeks."),
        count("onboarding_days", 1...365, 5, "Working days in which someone new to a post looks into its shares."),
        probability("absences", 0.3, "Fraction of users with a leave, of 5 to 15 days."),
        probability("covering", 0.3, "Probability that a colleague does a task of someone on leave."),
        probability("break_glass", 0.0005, "Probability, on a person's working day, of an emergency at any share."),
        count("service_accounts", 0...10_000, 4, "Accounts, besides the users, that run a job every night."),
        count("service_account_shares", 1...1_000_000, 40, "Shares that a nightly job visits, at most."),
    ]

    private static func count(
        _ name: String, _ range: ClosedRange<Int>, _ value: Int, _ summary: String
    ) -> ParameterDescription {
        ParameterDescription(name, .integer(range), default: .integer(value), summary)
    }

    private static func probability(_ name: String, _ value: Double, _ summary: String) -> ParameterDescription {
        ParameterDescription(name, .real(0...1), default: .real(value), summary)
    }
}
