package import AccessLogs
import Concurrency
import Interactions
import StrictYAML

/// What a dataset is and where it comes from: `dataset.yaml`.
package struct DatasetCard: Hashable, Sendable, Codable {
    /// The version of the folder's layout.
    package static let format = "accesslab-dataset/1"

    package var format: String
    package var name: String
    /// Where the data come from: the files that were read, or the simulator.
    package var origin: String
    /// The licence of the data; `unknown` where it is not given.
    package var licence: String
    /// SHA-256 of `accesses.safetensors`.
    package var digest: String
    package var counts: Counts
    /// The first and last time, ISO 8601; nil where no access has a time.
    package var timeRange: TimeRange?
    /// How the log was read; nil where it was not read from files.
    package var importOptions: ImportOptions?

    package struct Counts: Hashable, Sendable, Codable {
        package var accesses: Int
        package var users: Int
        package var resources: Int
        package var pairs: Int
        package var tenants: Int
    }

    package struct TimeRange: Hashable, Sendable, Codable {
        package var first: String
        package var last: String
    }

    private enum CodingKeys: String, CodingKey {
        case format, name, origin, licence, digest, counts
        case timeRange = "time_range"
        case importOptions = "import_options"
    }

    /// Describes a log.
    init(
        of log: AccessLog, name: String, origin: String, licence: String, digest: String,
        importOptions: ImportOptions?, _ workers: Workers
    ) {
        format = Self.format
        self.name = name
        self.origin = origin
        self.licence = licence
        self.digest = digest
        counts = Counts(
            accesses: log.count, users: log.users.count, resources: log.resources.count,
            pairs: InteractionMatrix(counting: log, workers).pairCount,
            tenants: Set(log.users.names.lazy.map(\.tenant)).count)
        timeRange = log.timeRange.map {
            TimeRange(first: $0.lowerBound.description, last: $0.upperBound.description)
        }
        self.importOptions = importOptions
    }

    /// - Throws: where a count is negative.
    func check() throws(FieldProblem) {
        try FieldProblem.checkCount(counts.accesses, "counts", "accesses")
        try FieldProblem.checkCount(counts.users, "counts", "users")
        try FieldProblem.checkCount(counts.resources, "counts", "resources")
        try FieldProblem.checkCount(counts.pairs, "counts", "pairs")
        try FieldProblem.checkCount(counts.tenants, "counts", "tenants")
    }
}

// MARK: Simulated data

extension DatasetCard {
    private static let simulated = "simulated by "

    /// The origin of data that a simulator made, from which ``simulator`` is read again.
    package static func origin(simulator: String, settings: String) -> String {
        "\(simulated)\(simulator), \(settings)"
    }

    /// The id of the simulator that made the data; nil for others.
    package var simulator: String? {
        guard origin.hasPrefix(Self.simulated) else { return nil }
        return String(origin.dropFirst(Self.simulated.count).prefix { $0 != "," })
    }
}
