import AccessLogs
import ArgumentParser
import Concurrency
import Datasets
import Foundation

/// A dataset folder, opened.
struct OpeningWorkload: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "open", abstract: "Open a dataset folder.")

    @Argument(help: "The folder.")
    var folder: String

    @Option(help: "Make the folder first, in place of what is there, with this many pairs of 200,000 users.")
    var pairs: Int?

    private struct Result: Encodable {
        var seconds: [Double] = []
        var accesses = 0
        var peakMemoryMib = 0
    }

    func run() throws {
        if let pairs { try make(pairs) }
        var result = Result()
        let clock = ContinuousClock()
        for _ in 0..<3 {
            let start = clock.now
            result.accesses = try Dataset(at: URL(fileURLWithPath: folder)).log.count
            result.seconds.append((clock.now - start).seconds)
        }
        result.peakMemoryMib = ProcessUsage.peakMemory
        try JSONLine.print(result)
    }

    /// Every user accesses each of some resources once: `pairs` pairs in all.
    private func make(_ pairs: Int) throws {
        let users = 200_000, resources = 100_000, each = pairs / users
        guard each > 0, each * users == pairs, each <= resources else {
            throw ValidationError("pairs must be a multiple of \(users), and at most \(resources) times as many")
        }
        func names(_ letter: String, _ count: Int) -> Vocabulary {
            Vocabulary((0..<count).map { TenantName(tenant: "", name: "\(letter)\($0)") })
        }
        let log = AccessLog(
            users: names("u", users), resources: names("r", resources), userSIDs: Array(repeating: nil, count: users),
            user: (0..<pairs).map { Int32($0 / each) },
            resource: (0..<pairs).map { Int32(($0 / each + $0 % each * (resources / each)) % resources) },
            microseconds: (0..<pairs).map { Int64($0) * 1_000_000 }, weight: Array(repeating: 1, count: pairs),
            outcome: Array(repeating: .success, count: pairs))
        try Dataset.write(
            log, to: URL(fileURLWithPath: folder), origin: "made up", licence: "none", importOptions: nil,
            replacing: true, Workers(2))
    }
}
