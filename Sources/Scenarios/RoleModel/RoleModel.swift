package import Concurrency
package import Interactions
package import Parameters
package import Statistics

/// An organisation of rules: what people may access follows from their posts, and what they access from their tasks.
///
/// A role entitles to a list of shares, its own and some that it borrows; teams, sites and the whole organisation have
/// shares as well. Work consists of tasks, each a fixed list of shares that is due daily, on a weekday, or on a working
/// day of the month; members of a team take turns at its duties. People join, leave, hold a second role somewhere, and
/// are transferred, with a handover during which they have the rights of both posts. Colleagues stand in for those on
/// leave. Requests make use of rights that no task uses. A known rate of emergencies goes to any share whatever:
/// they alone have no reason.
///
/// Nothing here is drawn from the popularity of shares, and nothing depends on what was accessed before. Names and their
/// order say nothing about the structure. The truth states the post that an employee holds at the end.
package struct RoleModel: OrganizationSimulator {
    package static let id = "role-model"
    package static let summary =
        "roles with entitlements, tasks on a calendar, duties in turn, transfers, stand-ins, emergencies and nightly jobs"
    package static let parameters = RoleModelConfiguration.parameters
    package static let structure = LatentStructure.rules

    package let configuration: RoleModelConfiguration

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        configuration = try RoleModelConfiguration(parameters)
    }

    package func simulate(
        seed: Seed, workers: Workers, isCancelled: @Sendable () -> Bool, progress: @Sendable (Double) -> Void
    ) throws(CancellationError) -> Simulation {
        var tenants: [RoleModelTenant] = []
        for tenant in 0..<configuration.tenants {
            tenants.append(
                try RoleModelTenant(
                    configuration, using: RandomStream(seed: seed.derived("organisation", tenant)),
                    isCancelled: isCancelled))
        }
        let workdays = WorkCalendar(firstDay: configuration.startDay, dayCount: configuration.days)
        let accounts = configuration.users + configuration.serviceAccounts
        let actors = accounts + configuration.teamCount
        let calendar = try AccessCalendar.filled(
            firstDay: configuration.startDay, dayCount: configuration.days, by: tenants.count * actors,
            workers: workers, isCancelled: isCancelled, progress: progress
        ) { [tenants] index, calendar in
            let tenant = index / actors, actor = index % actors
            let activity = RoleModelActivity(
                in: tenants[tenant], configuration, on: workdays,
                using: RandomStream(seed: seed.derived("activity", tenant, actor)))
            let note: RoleModelActivity.Note = { account, day, second, share in
                calendar.note(
                    day: day, second: second, user: tenant * accounts + account,
                    resource: tenant * configuration.shares + share)
            }
            if actor < accounts {
                activity.record(account: actor, isCancelled: isCancelled, note: note)
            } else {
                activity.record(dutiesOf: actor - accounts, isCancelled: isCancelled, note: note)
            }
        }
        return try calendar.simulation(
            of: tenants.map(\.organization), configuration.size, life: configuration.life, seed: seed,
            isCancelled: isCancelled)
    }
}
