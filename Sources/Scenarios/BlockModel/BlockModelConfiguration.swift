public import Parameters

/// The size, the structure and the habits of an organisation of the block model. All numbers are per tenant.
public struct BlockModelConfiguration: Codable, Hashable, Sendable {
    public let tenants: Int
    public let users: Int
    public let shares: Int
    public let departments: Int
    public let roles: Int
    /// The length of the log.
    public let days: Int
    /// The first day (UTC) since 1970-01-01.
    public let startDay: Int

    /// The exponent of Zipf's law for the shares of a department.
    public let popularityExponent: Double
    /// The fraction of a department's shares that belong to one role.
    public let roleFraction: Double
    /// The weight of another role's share, against one for a share of one's own.
    public let roleOverlap: Double
    public let hubShares: Int
    public let hubProbability: Double
    public let foreignProbability: Double

    public let projects: Int
    public let projectMembers: Int
    public let projectShares: Int
    public let projectProbability: Double

    /// The mean number of accesses of a user on a working day.
    public let activity: Double
    /// The standard deviation of the logarithm of activity among users.
    public let activitySpread: Double
    /// Activity on a weekend day, as a fraction of that on a working day.
    public let weekendActivity: Double
    /// The mean number of shares with which a user begins.
    public let favorites: Double
    /// The probability that an access goes to a share that the user has not used before.
    public let exploration: Double
    public let joiners: Double
    public let leavers: Double
    public let serviceAccounts: Int
    public let serviceAccountShares: Int

    /// - Throws: ``ParameterError`` where there are too few users or shares for the structure.
    public init(_ parameters: ParameterSet) throws(ParameterError) {
        tenants = parameters.integer("tenants")
        users = parameters.integer("users")
        shares = parameters.integer("shares")
        departments = parameters.integer("departments")
        roles = parameters.integer("roles")
        days = parameters.integer("days")
        startDay = parameters.integer("start_day")
        popularityExponent = parameters.real("popularity_exponent")
        roleFraction = parameters.real("role_shares")
        roleOverlap = parameters.real("role_overlap")
        hubShares = parameters.integer("hub_shares")
        hubProbability = parameters.real("hub_probability")
        foreignProbability = parameters.real("foreign_probability")
        projects = parameters.integer("projects")
        projectMembers = parameters.integer("project_members")
        projectShares = parameters.integer("project_shares")
        projectProbability = parameters.real("project_probability")
        activity = parameters.real("activity")
        activitySpread = parameters.real("activity_spread")
        weekendActivity = parameters.real("weekend_activity")
        favorites = parameters.real("favourites")
        exploration = parameters.real("exploration")
        joiners = parameters.real("joiners")
        leavers = parameters.real("leavers")
        serviceAccounts = parameters.integer("service_accounts")
        serviceAccountShares = parameters.integer("service_account_shares")

        guard users >= departments else {
            throw .unacceptable(
                parameter: "users", value: .integer(users),
                expected: "at least \(departments), one for each of the departments")
        }
        // Users and resources are 32-bit indices throughout all tenants, and each takes some 150 bytes while it is made.
        for (name, count) in [("users", users + serviceAccounts), ("shares", shares)]
        where tenants * count > SimulationLimit.names {
            throw .unacceptable(
                parameter: name, value: .integer(count),
                expected: "at most \(SimulationLimit.names / tenants) in each of \(tenants) tenants")
        }
        // Every role has a table of its department's shares.
        guard tenants * roles * shares <= SimulationLimit.entries else {
            throw .unacceptable(
                parameter: "roles", value: .integer(roles),
                expected: "such that tenants × roles × shares are at most \(SimulationLimit.entries)")
        }
        let working = Double(tenants) * Double(users) * Double(days) * activity * max(1, weekendActivity)
        let nightly =
            Double(tenants) * Double(serviceAccounts) * Double(days) * Double(min(serviceAccountShares, shares))
        guard working + nightly <= SimulationLimit.accesses else {
            throw .unacceptable(
                parameter: "days", value: .integer(days),
                expected:
                    "such that at most \(Int(SimulationLimit.accesses)) accesses are to be expected: lower it, users "
                    + "or activity")
        }
        let needed = departments + hubShares + projects * projectShares
        guard shares >= needed else {
            throw .unacceptable(
                parameter: "shares", value: .integer(shares),
                expected: "at least \(needed): departments + hub_shares + projects × project_shares")
        }
    }

    /// The parameters by which experiments set the configuration.
    public static let parameters: [ParameterDescription] = [
        count("tenants", 1...10_000, 1, "Organisations that share nothing; all other figures are per tenant."),
        count("users", 1...10_000_000, 600, "Employees."),
        count("shares", 1...10_000_000, 240, "File shares, those of departments, hubs and projects together."),
        count("departments", 1...100_000, 8, "Departments, of unequal sizes."),
        count("roles", 1...100, 3, "Roles in each department."),
        count("days", 1...3650, 42, "Days that the log covers."),
        count("start_day", 0...50_000, 20_458, "First day since 1970-01-01; 20458 is Monday, 2026-01-05."),
        real("popularity_exponent", 0...3, 1, "Exponent of Zipf's law for the shares of a department."),
        probability("role_shares", 0.7, "Fraction of a department's shares that belong to one of its roles."),
        probability("role_overlap", 0.15, "Weight of another role's share; one's own and common shares weigh 1."),
        count("hub_shares", 0...100_000, 6, "Shares that everybody uses."),
        probability("hub_probability", 0.1, "Probability that a share to turn to is a hub."),
        probability("foreign_probability", 0.05, "Probability that a share to turn to is another department's."),
        count("projects", 0...100_000, 6, "Groups across departments with shares of their own, for 2 to 6 weeks."),
        count("project_members", 1...1000, 8, "Members of a project, at most."),
        count("project_shares", 1...1000, 2, "Shares of a project."),
        probability("project_probability", 0.2, "Probability that a member's access is for a project."),
        real("activity", 0.01...10_000, 5, "Mean accesses of a user on a working day."),
        real("activity_spread", 0...3, 0.8, "Standard deviation of the logarithm of activity among users."),
        real("weekend_activity", 0...10, 0.05, "Activity on a weekend day, against 1 on a working day."),
        real("favourites", 1...1000, 6, "Mean number of shares with which a user begins."),
        probability("exploration", 0.05, "Probability that an access turns to a share new to the user."),
        probability("joiners", 0.06, "Fraction of users who begin after the log does."),
        probability("leavers", 0.04, "Fraction of users who stop before the log does."),
        count("service_accounts", 0...10_000, 4, "Accounts, besides the users, that run a job every night."),
        count("service_account_shares", 1...1_000_000, 40, "Shares that a nightly job visits, at most."),
    ]

    private static func count(
        _ name: String, _ range: ClosedRange<Int>, _ value: Int, _ summary: String
    ) -> ParameterDescription {
        ParameterDescription(name, .integer(range), default: .integer(value), summary)
    }

    private static func real(
        _ name: String, _ range: ClosedRange<Double>, _ value: Double, _ summary: String
    ) -> ParameterDescription {
        ParameterDescription(name, .real(range), default: .real(value), summary)
    }

    private static func probability(_ name: String, _ value: Double, _ summary: String) -> ParameterDescription {
        real(name, 0...1, value, summary)
    }
}
