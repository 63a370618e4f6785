/// The truth behind a simulated log: who belongs where, and whose the shares are.
///
/// Departments and projects are numbered throughout all tenants. Models never see any of this.
public struct Organisation: Hashable, Sendable {
    /// What an account is for, by user index.
    public let users: [User]
    /// What a share is for, by resource index.
    public let resources: [Resource]
    public let projects: [Project]

    public enum User: Hashable, Sendable {
        case employee(department: Int, role: Int)
        /// An account that runs a nightly job.
        case service
    }

    public enum Resource: Hashable, Sendable {
        /// A share for everybody.
        case hub
        /// A share of a department; of one role in it, or of all where `role` is nil.
        case department(Int, role: Int?)
        case project(Int)
    }

    /// Some people of several departments who share resources for some weeks.
    public struct Project: Hashable, Sendable {
        /// User indices, ascending.
        public let members: [Int]
        /// Resource indices, ascending.
        public let resources: [Int]
        /// Days (UTC) since 1970-01-01.
        public let days: Range<Int>

        public init(members: [Int], resources: [Int], days: Range<Int>) {
            self.members = members
            self.resources = resources
            self.days = days
        }
    }

    public init(users: [User], resources: [Resource], projects: [Project]) {
        self.users = users
        self.resources = resources
        self.projects = projects
    }

    /// The department of a user; nil for a service account.
    public func department(ofUser user: Int) -> Int? {
        if case .employee(let department, _) = users[user] { department } else { nil }
    }

    /// The department that owns a resource; nil for hubs and projects.
    public func department(ofResource resource: Int) -> Int? {
        if case .department(let department, _) = resources[resource] { department } else { nil }
    }

    /// The organisation with some of its users and resources only, renumbered in the order given. Projects keep their
    /// numbers.
    func keeping(users keptUsers: [Int], resources keptResources: [Int]) -> Organisation {
        let userIndex = Dictionary(uniqueKeysWithValues: keptUsers.enumerated().map { ($1, $0) })
        let resourceIndex = Dictionary(uniqueKeysWithValues: keptResources.enumerated().map { ($1, $0) })
        return Organisation(
            users: keptUsers.map { users[$0] }, resources: keptResources.map { resources[$0] },
            projects: projects.map { project in
                Project(
                    members: project.members.compactMap { userIndex[$0] },
                    resources: project.resources.compactMap { resourceIndex[$0] }, days: project.days)
            })
    }
}
