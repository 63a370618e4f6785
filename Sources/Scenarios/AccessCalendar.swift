import AccessLogs
import Concurrency
import Synchronization

/// Simulated accesses by day, in any order within it.
///
/// A day is sorted and laid out in columns only when the log is made, and freed at once, so that memory holds little
/// more than one copy of the accesses.
struct AccessCalendar {
    /// One access: two of them that are equal are interchangeable, so that sorting makes any order the same.
    struct Access: Equatable {
        /// Seconds since midnight (UTC).
        let second: Int32
        let user: Int32
        let resource: Int32

        static func < (first: Access, second: Access) -> Bool {
            (first.second, first.user, first.resource) < (second.second, second.user, second.resource)
        }
    }

    /// An access that belongs to an event.
    struct Label: Comparable {
        let access: Access
        /// Its number throughout all tenants.
        let event: Int

        static func < (first: Label, second: Label) -> Bool {
            if first.access < second.access { return true }
            return first.access == second.access && first.event < second.event
        }
    }

    /// The first day (UTC) since 1970-01-01.
    let firstDay: Int
    /// By day; free to be taken as the log is made.
    var days: [[Access]]

    init(firstDay: Int, dayCount: Int) {
        self.firstDay = firstDay
        days = Array(repeating: [], count: dayCount)
    }

    /// Notes an access on a day, counted from the first.
    mutating func note(day: Int, second: Int, user: Int, resource: Int) {
        days[day].append(Access(second: Int32(second), user: Int32(user), resource: Int32(resource)))
    }

    /// Takes over the accesses of another calendar of the same days.
    mutating func absorb(_ other: AccessCalendar) {
        for day in days.indices { days[day] += other.days[day] }
    }

    /// The calendar that actors fill, each on its own.
    ///
    /// - Parameters:
    ///   - actors: their number.
    ///   - record: notes the accesses of one actor; called on any worker, in any order.
    /// - Throws: `CancellationError` once `isCancelled` is true.
    static func filled(
        firstDay: Int, dayCount: Int, by actors: Int, workers: Workers, isCancelled: @Sendable () -> Bool,
        progress: @Sendable (Double) -> Void, record: @Sendable (_ actor: Int, inout AccessCalendar) -> Void
    ) throws(CancellationError) -> AccessCalendar {
        let empty = AccessCalendar(firstDay: firstDay, dayCount: dayCount)
        let state = Mutex((calendar: empty, done: 0))
        workers.forEachChunk(of: actors, size: 1024) { chunk in
            guard !isCancelled() else { return }
            var calendar = empty
            for actor in chunk where !isCancelled() { record(actor, &calendar) }
            guard !isCancelled() else { return }
            let done = state.withLock { state in
                state.calendar.absorb(calendar)
                state.done += chunk.count
                return state.done
            }
            progress(Double(done) / Double(actors))
        }
        guard !isCancelled() else { throw CancellationError() }
        return state.withLock { state in
            let calendar = state.calendar
            state.calendar = empty
            return calendar
        }
    }

    /// The log of these accesses. Users and resources without any are left out, as they are from every real log.
    ///
    /// - Parameters:
    ///   - users: the names by user index.
    ///   - resources: the names by resource index.
    ///   - organisation: the truth by the same indices.
    ///   - isCancelled: asked every day.
    /// - Throws: `CancellationError` once `isCancelled` is true.
    consuming func simulation(
        users: [TenantName], resources: [TenantName], organization: Organization, isCancelled: () -> Bool
    ) throws(CancellationError) -> Simulation {
        try simulation(
            users: users, resources: resources, organization: organization, labels: [], kinds: [],
            isCancelled: isCancelled)
    }

    /// The same, with the accesses that belong to events.
    ///
    /// - Parameters:
    ///   - labels: by day, in any order within it; empty where there are no events.
    ///   - kinds: those of the events.
    consuming func simulation(
        users: [TenantName], resources: [TenantName], organization: Organization, labels: [[Label]],
        kinds: [LifeEvent.Kind], isCancelled: () -> Bool
    ) throws(CancellationError) -> Simulation {
        let occurring = occurring(users: users.count, resources: resources.count, labels)
        let userIndex = Self.indices(of: occurring.users, among: users.count)
        let resourceIndex = Self.indices(of: occurring.resources, among: resources.count)
        let count = days.reduce(0) { $0 + $1.count } + labels.reduce(0) { $0 + $1.count }
        var user: [Int32] = [], resource: [Int32] = [], microseconds: [Int64] = []
        user.reserveCapacity(count)
        resource.reserveCapacity(count)
        microseconds.reserveCapacity(count)
        var accessesOfEvent = [[Int]](repeating: [], count: kinds.count)
        for day in days.indices {
            if isCancelled() { throw CancellationError() }
            let midnight = Int64(firstDay + day) * Timestamp.day
            days[day].sort { $0 < $1 }
            func append(_ access: Access) {
                user.append(userIndex[Int(access.user)])
                resource.append(resourceIndex[Int(access.resource)])
                microseconds.append(midnight + Int64(access.second) * 1_000_000)
            }
            var labeled = (labels.isEmpty ? [] : labels[day].sorted())[...]
            for access in days[day] {
                while let next = labeled.first, next.access < access {
                    accessesOfEvent[next.event].append(user.count)
                    append(next.access)
                    labeled.removeFirst()
                }
                append(access)
            }
            for next in labeled {
                accessesOfEvent[next.event].append(user.count)
                append(next.access)
            }
            days[day] = []
        }
        return Simulation(
            log: AccessLog(
                users: Vocabulary(occurring.users.lazy.map { users[$0] }),
                resources: Vocabulary(occurring.resources.lazy.map { resources[$0] }),
                userSIDs: Array(repeating: nil, count: occurring.users.count),
                user: user, resource: resource, microseconds: microseconds,
                weight: Array(repeating: 1, count: count), outcome: Array(repeating: .success, count: count)),
            organization: organization.keeping(users: occurring.users, resources: occurring.resources),
            events: zip(kinds, accessesOfEvent).map(LifeEvent.init))
    }

    /// Puts the accesses of each day into the order of time.
    ///
    /// - Throws: `CancellationError`.
    mutating func sortDays(isCancelled: () -> Bool) throws(CancellationError) {
        for day in days.indices {
            if isCancelled() { throw CancellationError() }
            days[day].sort { $0 < $1 }
        }
    }

    private func occurring(
        users: Int, resources: Int, _ labels: [[Label]]
    ) -> (users: [Int], resources: [Int]) {
        var hasUser = [Bool](repeating: false, count: users)
        var hasResource = [Bool](repeating: false, count: resources)
        for day in days {
            for access in day {
                hasUser[Int(access.user)] = true
                hasResource[Int(access.resource)] = true
            }
        }
        for label in labels.joined() {
            hasUser[Int(label.access.user)] = true
            hasResource[Int(label.access.resource)] = true
        }
        return (hasUser.indices.filter { hasUser[$0] }, hasResource.indices.filter { hasResource[$0] })
    }

    private static func indices(of kept: [Int], among count: Int) -> [Int32] {
        var indices = [Int32](repeating: -1, count: count)
        for (new, old) in kept.enumerated() { indices[old] = Int32(new) }
        return indices
    }
}
