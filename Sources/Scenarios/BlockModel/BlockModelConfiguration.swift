package import Parameters

/// The size, the structure and the habits of an organisation of the block model. All numbers are per tenant.
package struct BlockModelConfiguration: Hashable, Sendable {
    package let tenants: Int
    package let users: Int
    package let shares: Int
    package let departments: Int
    package let roles: Int
    /// The length of the log.
    package let days: Int
    /// The first day (UTC) since 1970-01-01.
    package let startDay: Int

    /// The exponent of Zipf's law for the shares of a department.
    package let popularityExponent: Double
    /// The fraction of a department's shares that belong to one role.
    package let roleFraction: Double
    /// The weight of another role's share, against one for a share of one's own.
    package let roleOverlap: Double
    package let hubShares: Int
    package let hubProbability: Double
    package let foreignProbability: Double

    package let projects: Int
    package let projectMembers: Int
    package let projectShares: Int
    package let projectProbability: Double

    /// The mean number of accesses of a user on a working day.
    package let activity: Double
    /// The standard deviation of the logarithm of activity among users.
    package let activitySpread: Double
    /// Activity on a weekend day, as a fraction of that on a working day.
    package let weekendActivity: Double
    /// The mean number of shares with which a user begins.
    package let favorites: Double
    /// The probability that an access goes to a share that the user has not used before.
    package let exploration: Double
    package let joiners: Double
    package let leavers: Double
    package let serviceAccounts: Int
    package let serviceAccountShares: Int
    /// What happens in each tenant that is innocent and looks unusual.
    let life: BenignLife

    /// - Throws: ``ParameterError`` where there are too few users or shares for the structure.
    package init(_ parameters: ParameterSet) throws(ParameterError) {
        tenants = parameters[Self.tenants]
        users = parameters[Self.users]
        shares = parameters[Self.shares]
        departments = parameters[Self.departments]
        roles = parameters[Self.roles]
        days = parameters[Self.days]
        startDay = parameters[Self.startDay]
        popularityExponent = parameters[Self.popularityExponent]
        roleFraction = parameters[Self.roleFraction]
        roleOverlap = parameters[Self.roleOverlap]
        hubShares = parameters[Self.hubShares]
        hubProbability = parameters[Self.hubProbability]
        foreignProbability = parameters[Self.foreignProbability]
        projects = parameters[Self.projects]
        projectMembers = parameters[Self.projectMembers]
        projectShares = parameters[Self.projectShares]
        projectProbability = parameters[Self.projectProbability]
        activity = parameters[Self.activity]
        activitySpread = parameters[Self.activitySpread]
        weekendActivity = parameters[Self.weekendActivity]
        favorites = parameters[Self.favorites]
        exploration = parameters[Self.exploration]
        joiners = parameters[Self.joiners]
        leavers = parameters[Self.leavers]
        serviceAccounts = parameters[Self.serviceAccounts]
        serviceAccountShares = parameters[Self.serviceAccountShares]
        let life = parameters[BenignLife.parameter]
        self.life = try BenignLife(parsing: life, users: users)

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
        try self.life.check(size, text: life)
    }

    /// How large the organisation is, as events see it.
    var size: BenignLife.Size {
        BenignLife.Size(
            tenants: tenants, accounts: users + serviceAccounts, shares: shares, departments: departments,
            sites: 0, firstDay: startDay, days: days)
    }

    static let tenants = Parameter<Int>(
        "tenants", in: 1...10_000, standard: 1, "Organisations that share nothing; all other numbers are per tenant.")
    static let users = Parameter<Int>("users", in: 1...10_000_000, standard: 600, "Employees.")
    static let shares = Parameter<Int>(
        "shares", in: 1...10_000_000, standard: 240, "File shares, those of departments, hubs and projects together.")
    static let departments = Parameter<Int>(
        "departments", in: 1...100_000, standard: 8, "Departments, of unequal sizes.")
    static let roles = Parameter<Int>("roles", in: 1...100, standard: 3, "Roles in each department.")
    static let days = Parameter<Int>("days", in: 1...3650, standard: 42, "Days that the log covers.")
    static let startDay = Parameter<Int>(
        "start_day", in: 0...50_000, standard: 20_458, "First day since 1970-01-01; 20458 is Monday, 2026-01-05.")
    static let popularityExponent = Parameter<Double>(
        "popularity_exponent", in: 0...3, standard: 1, "Exponent of Zipf's law for the shares of a department.")
    static let roleFraction = Parameter.probability(
        "role_shares", standard: 0.7, "Fraction of a department's shares that belong to one of its roles.")
    static let roleOverlap = Parameter.probability(
        "role_overlap", standard: 0.15, "Weight of another role's share; one's own and common shares weigh 1.")
    static let hubShares = Parameter<Int>("hub_shares", in: 0...100_000, standard: 6, "Shares that everybody uses.")
    static let hubProbability = Parameter.probability(
        "hub_probability", standard: 0.1, "Probability that a share to turn to is a hub.")
    static let foreignProbability = Parameter.probability(
        "foreign_probability", standard: 0.05, "Probability that a share to turn to is another department's.")
    static let projects = Parameter<Int>(
        "projects", in: 0...100_000, standard: 6,
        "Groups across departments with shares of their own, for 2 to 6 weeks.")
    static let projectMembers = Parameter<Int>(
        "project_members", in: 1...1000, standard: 8, "Members of a project, at most.")
    static let projectShares = Parameter<Int>("project_shares", in: 1...1000, standard: 2, "Shares of a project.")
    static let projectProbability = Parameter.probability(
        "project_probability", standard: 0.2, "Probability that a member's access is for a project.")
    static let activity = Parameter<Double>(
        "activity", in: 0.01...10_000, standard: 5, "Mean accesses of a user on a working day.")
    static let activitySpread = Parameter<Double>(
        "activity_spread", in: 0...3, standard: 0.8, "Standard deviation of the logarithm of activity among users.")
    static let weekendActivity = Parameter<Double>(
        "weekend_activity", in: 0...10, standard: 0.05, "Activity on a weekend day, against 1 on a working day.")
    static let favorites = Parameter<Double>(
        "favourites", in: 1...1000, standard: 6, "Mean number of shares with which a user begins.")
    static let exploration = Parameter.probability(
        "exploration", standard: 0.05, "Probability that an access turns to a share new to the user.")
    static let joiners = Parameter.probability(
        "joiners", standard: 0.06, "Fraction of users who begin after the log does.")
    static let leavers = Parameter.probability(
        "leavers", standard: 0.04, "Fraction of users who stop before the log does.")
    static let serviceAccounts = Parameter<Int>(
        "service_accounts", in: 0...10_000, standard: 4, "Accounts, besides the users, that run a job every night.")
    static let serviceAccountShares = Parameter<Int>(
        "service_account_shares", in: 1...1_000_000, standard: 40, "Shares that a nightly job visits, at most.")

    /// The parameters by which experiments set the configuration.
    package static let parameters: ParameterList = [
        tenants, users, shares, departments, roles, days, startDay, popularityExponent, roleFraction, roleOverlap,
        hubShares, hubProbability, foreignProbability, projects, projectMembers, projectShares, projectProbability,
        activity, activitySpread, weekendActivity, favorites, exploration, joiners, leavers, serviceAccounts,
        serviceAccountShares, BenignLife.parameter,
    ]
}
