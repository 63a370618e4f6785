public import Interactions
public import LinearAlgebra
public import Parameters
public import Statistics
import AccessLogs
import Synchronization

/// An organisation in blocks: departments, roles within them, hubs for everybody and projects across departments.
///
/// Each user begins with a few shares and mostly returns to them, the more often the more they used them (a Pólya urn).
/// Now and then a user turns to a new share: one that suits the role, by Zipf's law; sometimes a hub, or another
/// department's. Projects come and go, users join and leave, and a few accounts run jobs at night. New pairs therefore
/// have reasons that show in the old ones, apart from a known share of noise.
///
/// Names and their order say nothing about the structure.
public struct BlockModel: OrganisationSimulator {
    public static let id = "block-model"
    public static let summary =
        "departments with roles and favourite shares, hubs, projects, joiners, leavers and nightly jobs"
    public static let parameters = BlockModelConfiguration.parameters
    public static let structure = LatentStructure.blocks

    public let configuration: BlockModelConfiguration

    public init(_ parameters: ParameterSet) throws(ParameterError) {
        configuration = try BlockModelConfiguration(parameters)
    }

    public func simulate(
        seed: Seed, workers: Workers, isCancelled: @Sendable () -> Bool, progress: @Sendable (Double) -> Void
    ) throws(CancellationError) -> Simulation {
        let tenants = (0..<configuration.tenants).map { tenant in
            BlockModelTenant(configuration, using: RandomStream(seed: seed.derived("organisation", tenant)))
        }
        let accounts = configuration.users + configuration.serviceAccounts
        let total = tenants.count * accounts
        let empty = AccessCalendar(firstDay: configuration.startDay, dayCount: configuration.days)
        let state = Mutex((calendar: empty, done: 0))
        workers.forEachChunk(of: total, size: 1024) { chunk in
            guard !isCancelled() else { return }
            var calendar = empty
            for account in chunk {
                let tenant = account / accounts
                let activity = BlockModelActivity(
                    of: account % accounts, in: tenants[tenant], configuration,
                    using: RandomStream(seed: seed.derived("activity", tenant, account % accounts)))
                activity.record(
                    in: &calendar, firstUser: tenant * accounts, firstResource: tenant * configuration.shares)
            }
            let done = state.withLock { state in
                state.calendar.absorb(calendar)
                state.done += chunk.count
                return state.done
            }
            progress(Double(done) / Double(total))
        }
        guard !isCancelled() else { throw CancellationError() }
        let calendar = state.withLock { state in
            let calendar = state.calendar
            state.calendar = empty
            return calendar
        }
        return calendar.simulation(
            users: names(count: accounts, name: userName),
            resources: names(count: configuration.shares, name: shareName),
            organisation: organisation(of: tenants))
    }

    /// The tenants' truths, one after the other, numbered throughout.
    private func organisation(of tenants: [BlockModelTenant]) -> Organisation {
        let accounts = configuration.users + configuration.serviceAccounts
        return Organisation(
            users: tenants.enumerated().flatMap { number, tenant in
                tenant.accounts.map { account in
                    guard case .employee(let department, let role) = account else { return account }
                    return .employee(department: number * configuration.departments + department, role: role)
                }
            },
            resources: tenants.enumerated().flatMap { number, tenant in
                tenant.shares.map { share in
                    switch share {
                    case .hub: .hub
                    case .department(let department, let role):
                        .department(number * configuration.departments + department, role: role)
                    case .project(let project): .project(number * configuration.projects + project)
                    }
                }
            },
            projects: tenants.enumerated().flatMap { number, tenant in
                tenant.projects.map { project in
                    Organisation.Project(
                        members: project.members.map { number * accounts + $0 },
                        resources: project.resources.map { number * configuration.shares + $0 }, days: project.days)
                }
            })
    }

    private func names(count: Int, name: (Int) -> String) -> [TenantName] {
        (0..<configuration.tenants).flatMap { tenant in
            (0..<count).map { TenantName(tenant: "t\(tenant + 1)", name: name($0)) }
        }
    }

    /// Employees and service accounts are named alike.
    private func userName(_ index: Int) -> String {
        "corp\\u" + padded(index + 1, like: configuration.users + configuration.serviceAccounts, atLeast: 4)
    }

    /// Shares are spread over the file servers without regard to their owners.
    private func shareName(_ index: Int) -> String {
        let servers = (configuration.shares + 39) / 40
        return "\\\\fs" + padded(index % servers + 1, like: servers, atLeast: 2)
            + "\\s" + padded(index + 1, like: configuration.shares, atLeast: 4)
    }

    private func padded(_ number: Int, like largest: Int, atLeast width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, max(width, String(largest).count) - digits.count)) + digits
    }
}
