/// The truth behind a simulated log: which department each user belongs to, and who owns each share.
///
/// Departments, projects and sites are numbered throughout all tenants. Models never see any of this.
public struct Organization: Hashable, Sendable {
    /// What an account is for, by user index.
    public let users: [User]
    /// What a share is for, by resource index.
    public let resources: [Resource]
    /// The projects, by number.
    public let projects: [Project]

    /// What a user is.
    public enum User: Hashable, Sendable {
        case employee(department: Int, role: Int)
        /// An account that runs a nightly job.
        case service
    }

    /// What a resource is for.
    public enum Resource: Hashable, Sendable {
        /// A share for everybody.
        case hub
        /// A share of a department; of one role in it, or of all where `role` is nil.
        case department(Int, role: Int?)
        case project(Int)
        /// A share for everybody at one place of work.
        case site(Int)
    }

    /// Some people of several departments who share resources for some weeks.
    public struct Project: Hashable, Sendable {
        /// User indices, ascending.
        public let members: [Int]
        /// Resource indices, ascending.
        public let resources: [Int]
        /// Days (UTC) since 1970-01-01.
        public let days: Range<Int>

        /// - Parameter days: the days (UTC, since 1970-01-01) on which the project runs.
        public init(members: [Int], resources: [Int], days: Range<Int>) {
            self.members = members
            self.resources = resources
            self.days = days
        }
    }

    /// - Parameters:
    ///   - users: in the order of the log's users.
    ///   - resources: in the order of the log's resources.
    public init(users: [User], resources: [Resource], projects: [Project]) {
        self.users = users
        self.resources = resources
        self.projects = projects
    }

    /// The department of a user; nil for a service account.
    public func department(ofUser user: Int) -> Int? {
        if case .employee(let department, _) = users[user] { department } else { nil }
    }

    /// The department that owns a resource; nil for hubs, projects and sites.
    public func department(ofResource resource: Int) -> Int? {
        if case .department(let department, _) = resources[resource] { department } else { nil }
    }

    /// The truths of several tenants, one after the other, numbered throughout.
    ///
    /// - Parameters:
    ///   - departmentsEach: the number of departments in each tenant.
    ///   - sitesEach: the number of sites in each tenant.
    init(joining tenants: [Organization], departmentsEach: Int, sitesEach: Int = 0) {
        var users: [User] = [], resources: [Resource] = [], projects: [Project] = []
        for (number, tenant) in tenants.enumerated() {
            let firstUser = users.count, firstResource = resources.count, firstProject = projects.count
            users += tenant.users.map { user in
                switch user {
                case .employee(let department, let role):
                    .employee(department: number * departmentsEach + department, role: role)
                case .service: .service
                }
            }
            resources += tenant.resources.map { resource in
                switch resource {
                case .hub: .hub
                case .department(let department, let role):
                    .department(number * departmentsEach + department, role: role)
                case .project(let project): .project(firstProject + project)
                case .site(let site): .site(number * sitesEach + site)
                }
            }
            projects += tenant.projects.map { project in
                Project(
                    members: project.members.map { firstUser + $0 },
                    resources: project.resources.map { firstResource + $0 }, days: project.days)
            }
        }
        self.init(users: users, resources: resources, projects: projects)
    }

    /// The organisation with some of its users and resources only, renumbered in the order given. Projects keep their
    /// numbers.
    func keeping(users keptUsers: [Int], resources keptResources: [Int]) -> Organization {
        let userIndex = Dictionary(uniqueKeysWithValues: keptUsers.enumerated().map { ($1, $0) })
        let resourceIndex = Dictionary(uniqueKeysWithValues: keptResources.enumerated().map { ($1, $0) })
        return Organization(
            users: keptUsers.map { users[$0] }, resources: keptResources.map { resources[$0] },
            projects: projects.map { project in
                Project(
                    members: project.members.compactMap { userIndex[$0] },
                    resources: project.resources.compactMap { resourceIndex[$0] }, days: project.days)
            })
    }
}
