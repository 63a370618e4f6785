import Foundation
import Statistics

/// Who and what exists in one tenant of the block model. All numbers count from zero within the tenant.
struct BlockModelTenant: Sendable {
    let accounts: [Organization.User]
    let shares: [Organization.Resource]
    let projects: [Organization.Project]
    /// The projects of each account.
    let projectsOfAccount: [[Int]]
    /// What a role uses within its department, by department and role.
    let roleChoices: [[ShareChoice]]
    /// What a department uses, all roles together.
    let departmentChoices: [ShareChoice]
    /// What everybody uses; nil where there are no hubs.
    let hubChoice: ShareChoice?

    /// Shares and how likely each is to be chosen.
    struct ShareChoice: Sendable {
        let shares: [Int]
        let table: AliasTable

        init(shares: [Int], weights: [Double]) {
            self.shares = shares
            table = AliasTable(weights: weights)
        }

        func draw(using random: RandomStream) -> Int {
            shares[table.draw(using: random)]
        }
    }

    /// - Parameter isCancelled: asked after every part of the work.
    init(
        _ configuration: BlockModelConfiguration, using random: RandomStream, isCancelled: () -> Bool
    ) throws(CancellationError) {
        func check() throws(CancellationError) {
            if isCancelled() { throw CancellationError() }
        }
        try check()
        let sizes = Self.departmentWeights(configuration.departments)
        accounts = Self.accounts(configuration, sizes: sizes, using: random)
        try check()
        shares = Self.shares(configuration, sizes: sizes, using: random)
        try check()
        projects = Self.projects(configuration, accounts: accounts, shares: shares, using: random)

        try check()
        var projectsOfAccount = [[Int]](repeating: [], count: accounts.count)
        for (project, members) in projects.map(\.members).enumerated() {
            for member in members { projectsOfAccount[member].append(project) }
        }
        self.projectsOfAccount = projectsOfAccount

        var owned = [[Int]](repeating: [], count: configuration.departments)
        var hubs: [Int] = []
        for (index, share) in shares.enumerated() {
            switch share {
            case .department(let department, _): owned[department].append(index)
            case .hub: hubs.append(index)
            case .project, .site: break
            }
        }
        // A share's rank is drawn anew, so that the order of names does not give it away.
        for department in owned.indices {
            try check()
            random.shuffle(&owned[department])
        }
        random.shuffle(&hubs)
        let owners = shares
        var roleChoices: [[ShareChoice]] = []
        for owned in owned {
            let popularity = Self.zipfWeights(owned.count, exponent: configuration.popularityExponent)
            var choices: [ShareChoice] = []
            for role in 0..<configuration.roles {
                try check()
                let weights = zip(owned, popularity).map { share, weight in
                    weight * (owners[share].isOf(otherRoleThan: role) ? configuration.roleOverlap : 1)
                }
                // Where all of a department's shares belong to other roles, this role uses them.
                choices.append(ShareChoice(shares: owned, weights: weights.contains { $0 > 0 } ? weights : popularity))
            }
            roleChoices.append(choices)
        }
        self.roleChoices = roleChoices
        departmentChoices = owned.map {
            ShareChoice(
                shares: $0, weights: Self.zipfWeights($0.count, exponent: configuration.popularityExponent))
        }
        hubChoice =
            hubs.isEmpty
            ? nil
            : ShareChoice(
                shares: hubs, weights: Self.zipfWeights(hubs.count, exponent: configuration.popularityExponent))
    }

    /// The size of a department falls with the square root of its rank.
    private static func departmentWeights(_ count: Int) -> [Double] {
        zipfWeights(count, exponent: 0.5)
    }

    private static func zipfWeights(_ count: Int, exponent: Double) -> [Double] {
        (0..<count).map { pow(Double($0 + 1), -exponent) }
    }

    /// Employees and service accounts in random order.
    private static func accounts(
        _ configuration: BlockModelConfiguration, sizes: [Double], using random: RandomStream
    ) -> [Organization.User] {
        let counts = allotment(of: configuration.users, inProportionTo: sizes)
        var accounts = counts.enumerated().flatMap { department, count in
            (0..<count).map { _ in
                Organization.User.employee(department: department, role: random.index(below: configuration.roles))
            }
        }
        accounts += Array(repeating: .service, count: configuration.serviceAccounts)
        random.shuffle(&accounts)
        return accounts
    }

    /// Hubs, the projects' shares and the departments' shares in random order.
    private static func shares(
        _ configuration: BlockModelConfiguration, sizes: [Double], using random: RandomStream
    ) -> [Organization.Resource] {
        var shares = [Organization.Resource](repeating: .hub, count: configuration.hubShares)
        for project in 0..<configuration.projects {
            shares += Array(repeating: .project(project), count: configuration.projectShares)
        }
        let counts = allotment(of: configuration.shares - shares.count, inProportionTo: sizes)
        for (department, count) in counts.enumerated() {
            for _ in 0..<count {
                let hasRole = random.bernoulli(configuration.roleFraction)
                let role = hasRole ? random.index(below: configuration.roles) : nil
                shares.append(.department(department, role: role))
            }
        }
        random.shuffle(&shares)
        return shares
    }

    /// Groups of people from up to three departments, for two to six weeks; some began before the log does.
    private static func projects(
        _ configuration: BlockModelConfiguration, accounts: [Organization.User], shares: [Organization.Resource],
        using random: RandomStream
    ) -> [Organization.Project] {
        var staff = [[Int]](repeating: [], count: configuration.departments)
        for (account, kind) in accounts.enumerated() {
            if case .employee(let department, _) = kind { staff[department].append(account) }
        }
        var resources = [[Int]](repeating: [], count: configuration.projects)
        for (index, share) in shares.enumerated() {
            if case .project(let project) = share { resources[project].append(index) }
        }
        return (0..<configuration.projects).map { project in
            let taking = (0..<3).map { _ in staff[random.index(below: configuration.departments)] }
            var members: Set<Int> = []
            for number in 0..<configuration.projectMembers {
                let department = taking[number % taking.count]
                members.insert(department[random.index(below: department.count)])
            }
            let start = configuration.startDay - 14 + random.index(below: configuration.days + 14)
            let weeks = 2 + random.index(below: 5)
            return Organization.Project(
                members: members.sorted(), resources: resources[project], days: start..<start + 7 * weeks)
        }
    }

    /// Whole numbers that sum to `total`, none below one, otherwise in proportion to the weights.
    private static func allotment(of total: Int, inProportionTo weights: [Double]) -> [Int] {
        let sum = weights.reduce(0, +)
        let spare = Double(total - weights.count)
        var before = 0.0
        return weights.map { weight in
            let start = (spare * before / sum).rounded()
            before += weight
            return 1 + Int((spare * min(1, before / sum)).rounded() - start)
        }
    }
}

extension Organization.Resource {
    fileprivate func isOf(otherRoleThan role: Int) -> Bool {
        if case .department(_, let owner?) = self { owner != role } else { false }
    }
}
