package import Concurrency
package import Interactions
package import Parameters
package import Statistics

/// An organisation in blocks: departments, roles within them, hubs for everybody and projects across departments.
///
/// Each user begins with a few shares and mostly returns to them, the more often the more they used them (a Pólya urn).
/// Now and then a user begins to use a new share: one that suits the role, by Zipf's law; sometimes a hub, or another
/// department's. Projects come and go, users join and leave, and a few accounts run jobs at night. New pairs therefore
/// have reasons that show in the old ones, apart from a known fraction of noise.
///
/// Names and their order say nothing about the structure.
package struct BlockModel: OrganizationSimulator {
    package static let id = "block-model"
    package static let summary =
        "departments with roles and favourite shares, hubs, projects, joiners, leavers and nightly jobs"
    package static let parameters = BlockModelConfiguration.parameters
    package static let structure = LatentStructure.blocks

    package let configuration: BlockModelConfiguration

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        configuration = try BlockModelConfiguration(parameters)
    }

    package func simulate(
        seed: Seed, workers: Workers, isCancelled: @Sendable () -> Bool, progress: @Sendable (Double) -> Void
    ) throws(CancellationError) -> Simulation {
        var tenants: [BlockModelTenant] = []
        for tenant in 0..<configuration.tenants {
            tenants.append(
                try BlockModelTenant(
                    configuration, using: RandomStream(seed: seed.derived("organisation", tenant)),
                    isCancelled: isCancelled))
        }
        let accounts = configuration.users + configuration.serviceAccounts
        let calendar = try AccessCalendar.filled(
            firstDay: configuration.startDay, dayCount: configuration.days, by: tenants.count * accounts,
            workers: workers, isCancelled: isCancelled, progress: progress
        ) { [tenants] account, calendar in
            let tenant = account / accounts
            let activity = BlockModelActivity(
                of: account % accounts, in: tenants[tenant], configuration,
                using: RandomStream(seed: seed.derived("activity", tenant, account % accounts)))
            activity.record(
                in: &calendar, firstUser: tenant * accounts, firstResource: tenant * configuration.shares,
                isCancelled: isCancelled)
        }
        return try calendar.simulation(
            of: tenants.map { Organization(users: $0.accounts, resources: $0.shares, projects: $0.projects) },
            configuration.size, life: configuration.life, seed: seed, isCancelled: isCancelled)
    }
}
