package import AccessLogs
package import Concurrency
import Interactions
import LinearAlgebra
import Statistics

/// The numbers that tell what a dataset is like, and what a detector will find hard about it.
package struct DatasetSummary: Hashable, Sendable, Encodable {
    package var accesses: Int
    package var tenants: Int
    package var users: Int
    package var resources: Int
    /// Distinct (user, resource) pairs.
    package var pairs: Int
    /// Pairs per possible pair of a user and a resource of one tenant.
    package var density: Double
    /// The first and last access, ISO 8601; nil without times.
    package var first: String?
    package var last: String?
    /// The days (UTC) from the first to the last access; nil without times.
    package var days: Int?
    /// Events per pair at some quantiles.
    package var eventsPerPair: [Quantile]
    /// Resources per user at some quantiles.
    package var resourcesPerUser: [Quantile]
    /// Users per resource at some quantiles.
    package var usersPerResource: [Quantile]
    /// The resources that most users of their tenant access, the most popular first; ten at most.
    package var hubs: [Hub]
    package var components: Components
    /// Accounts of computers among the users.
    package var machineAccounts: Int
    /// Accesses that Windows denied.
    package var failures: Int
    /// The fraction of the pairs that are first accessed in the last fifth of the days; nil without times.
    package var newPairFraction: Double?
    /// What a detector will find hard, in sentences.
    package var difficulties: [String]

    package struct Quantile: Hashable, Sendable, Encodable {
        package var probability: Double
        package var value: Double
    }

    package struct Hub: Hashable, Sendable, Encodable {
        package var tenant: String
        package var resource: String
        package var users: Int
        /// The fraction of the tenant's users.
        package var fraction: Double

        private enum CodingKeys: String, CodingKey {
            case tenant, resource, users
            case fraction = "share"
        }
    }

    package struct Components: Hashable, Sendable, Encodable {
        package var count: Int
        /// The users of the largest component.
        package var largestUsers: Int

        private enum CodingKeys: String, CodingKey {
            case count
            case largestUsers = "largest_users"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case accesses, tenants, users, resources, pairs, density, first, last, days
        case eventsPerPair = "events_per_pair"
        case resourcesPerUser = "resources_per_user"
        case usersPerResource = "users_per_resource"
        case hubs, components
        case machineAccounts = "machine_accounts"
        case failures
        case newPairFraction = "new_pair_share"
        case difficulties
    }

    /// The fraction of a tenant's users from which on a resource is a hub.
    private static let hubFraction = 0.5

    /// - Parameter workers: the threads that count; the result does not depend on their number.
    package init(of log: AccessLog, _ workers: Workers = .one) {
        self.init(of: log, workers, progress: { _ in })
    }

    /// As ``init(of:_:)``, for a log whose accesses take long to count.
    ///
    /// - Parameter progress: told now and then which fraction is done; it throws to stop counting.
    package init(of log: AccessLog, _ workers: Workers, progress: (Double) throws -> Void) rethrows {
        let matrix = try InteractionMatrix(counting: log, workers, willContinue: { try progress(0) })
        try progress(0.5)
        let byResource = matrix.counts.transposed()
        accesses = log.count
        tenants = matrix.tenants.count
        users = matrix.users.count
        resources = matrix.resources.count
        pairs = matrix.pairCount
        let possible = matrix.tenants.map { Double($0.users.count) * Double($0.resources.count) }.reduce(0, +)
        density = possible > 0 ? Double(pairs) / possible : 0
        first = log.timeRange?.lowerBound.description
        last = log.timeRange?.upperBound.description
        days = log.timeRange.map { $0.upperBound.dayNumber - $0.lowerBound.dayNumber + 1 }
        eventsPerPair = Self.quantiles(of: matrix.counts.values.map(Double.init))
        resourcesPerUser = Self.quantiles(of: (0..<users).map { Double(matrix.counts.range(ofRow: $0).count) })
        usersPerResource = Self.quantiles(of: (0..<resources).map { Double(byResource.range(ofRow: $0).count) })
        hubs = Self.hubs(of: matrix, degrees: (0..<resources).map { byResource.range(ofRow: $0).count })
        try progress(0.6)
        let graph = ConnectedComponents(of: matrix.counts)
        var sizes = [Int](repeating: 0, count: graph.count)
        for component in graph.ofUser { sizes[Int(component)] += 1 }
        components = Components(count: graph.count, largestUsers: sizes.max() ?? 0)
        try progress(0.7)
        machineAccounts = matrix.users.names.count { AccountIdentity(name: $0.name).isMachine }
        failures = log.outcome.count { $0 == .failure }
        newPairFraction = try Self.newPairFraction(
            of: log, pairs: matrix.pairCount, workers, willContinue: { try progress(0.75) })
        difficulties = []
        difficulties = Self.difficulties(of: self)
    }

    private static func quantiles(of values: [Double]) -> [Quantile] {
        guard let quantiles = Quantiles(of: values) else { return [] }
        return [0, 0.25, 0.5, 0.75, 0.9, 0.99, 1].map { Quantile(probability: $0, value: quantiles($0)) }
    }

    private static func hubs(of matrix: InteractionMatrix, degrees: [Int]) -> [Hub] {
        let hubs = matrix.tenants.flatMap { tenant in
            tenant.resources.map { resource in
                Hub(
                    tenant: tenant.name, resource: matrix.resources[resource].name, users: degrees[resource],
                    fraction: tenant.users.isEmpty ? 0 : Double(degrees[resource]) / Double(tenant.users.count))
            }
        }
        return Array(
            hubs.filter { $0.fraction >= hubFraction && $0.users > 1 }.sorted { $0.users > $1.users }.prefix(10))
    }

    private static func newPairFraction(
        of log: AccessLog, pairs: Int, _ workers: Workers, willContinue: () throws -> Void
    ) rethrows -> Double? {
        guard log.isTimed, let range = log.timeRange else { return nil }
        let length = range.upperBound.microseconds - range.lowerBound.microseconds
        let cut = range.upperBound.microseconds - length / 5
        let before = try InteractionMatrix(
            counting: (0..<log.count).filter { log.microseconds[$0] < cut }, of: log, workers,
            willContinue: willContinue)
        return pairs > 0 ? Double(pairs - before.pairCount) / Double(pairs) : nil
    }

    private static func difficulties(of summary: DatasetSummary) -> [String] {
        var found: [String] = []
        func median(_ quantiles: [Quantile]) -> Double { quantiles.first { $0.probability == 0.5 }?.value ?? 0 }
        func percent(_ fraction: Double) -> String { "\(Int((fraction * 100).rounded())) %" }
        if summary.users < 20 || summary.resources < 20 {
            found.append("There are few users or resources: structure cannot be told from chance.")
        }
        if median(summary.resourcesPerUser) <= 2 {
            found.append("Half of the users access two resources or fewer: little is known of most users.")
        }
        if median(summary.usersPerResource) <= 2 {
            found.append("Half of the resources are accessed by two users or fewer: they have no peers to go by.")
        }
        if summary.density > 0.3 {
            found.append("\(percent(summary.density)) of all pairs occur: an unseen pair is hardly unusual by itself.")
        }
        if !summary.hubs.isEmpty {
            found.append(
                (summary.hubs.count == 1
                    ? "One hub is accessed by half of the users or more: it joins"
                    : "\(summary.hubs.count == 10 ? "Ten or more" : String(summary.hubs.count)) hubs are accessed by half of "
                        + "the users or more: they join") + " users who have nothing in common.")
        }
        if summary.components.count > summary.tenants {
            found.append(
                "There are \(summary.components.count) connected components: no chain of shared resources leads from "
                    + "one to another, so that scores across them rest on nothing.")
        }
        if Double(summary.machineAccounts) > 0.2 * Double(summary.users) {
            found.append(
                "\(summary.machineAccounts) of \(summary.users) users are machine accounts; filter them on ingestion "
                    + "unless they are what you watch.")
        }
        if let fraction = summary.newPairFraction, fraction > 0.5 {
            found.append(
                "\(percent(fraction)) of the pairs first occur in the last fifth of the time: novelty is the rule.")
        }
        if let days = summary.days, days < 14 {
            found.append(
                "The log covers \(days == 1 ? "one day" : "\(days) days"): too few to split by time with a weekly rhythm."
            )
        }
        if summary.days == nil {
            found.append("There are no times: evaluation holds out pairs, and there are no numbers per day.")
        }
        return found
    }
}
