import AccessLogs
import ContractTesting
import Parameters
import Scenarios
import Statistics
import Testing

@Suite("The replay of a log")
struct LogReplayTests {
    /// An access by its names.
    private struct Access: Hashable {
        let user: TenantName
        let resource: TenantName
        let microseconds: Int64
        let weight: Float

        static func all(of log: AccessLog) -> [Access] {
            (0..<log.count).map {
                Access(
                    user: log.users[Int(log.user[$0])], resource: log.resources[Int(log.resource[$0])],
                    microseconds: log.microseconds[$0], weight: log.weight[$0])
            }
        }
    }

    /// Sixty users in each of two tenants, six weeks.
    private static func log() throws -> AccessLog {
        let parameters = organizationOfTwoHundred.merging(["tenants": .integer(2), "users": .integer(60)]) { $1 }
        return try BlockModel(BlockModel.parameters.checked(parameters)).simulate(seed: Seed(3)).log
    }

    @Test("keeps all that the drawn users did, and nothing else", arguments: 0..<5)
    func histories(seed: UInt64) throws {
        let log = try Self.log()
        let world = try LogReplay(userFraction: 0.5).world(of: log, seed: Seed(seed))
        let drawn = Set(world.users.names)
        #expect(Access.all(of: world) == Access.all(of: log).filter { drawn.contains($0.user) })
        for tenant in ["t1", "t2"] {
            let users = log.users.names.count { $0.tenant == tenant }
            #expect(drawn.count { $0.tenant == tenant } == Int((0.5 * Double(users)).rounded()))
        }
        #expect(Set(world.user).count == world.users.count && Set(world.resource).count == world.resources.count)
        #expect(world.userSIDs.count == world.users.count)
    }

    @Test("takes consecutive days from anywhere in the log")
    func window() throws {
        let log = try Self.log()
        var starts: Set<Int> = []
        for seed in 0..<20 as Range<UInt64> {
            let world = try LogReplay(days: 14, userFraction: 1).world(of: log, seed: Seed(seed))
            let range = try #require(world.timeRange)
            let first = range.lowerBound.dayNumber
            starts.insert(first)
            #expect(range.upperBound.dayNumber == first + 13)
            #expect(
                Access.all(of: world)
                    == Access.all(of: log).filter {
                        (first..<first + 14).contains(Timestamp(microseconds: $0.microseconds).dayNumber)
                    })
        }
        #expect(starts.count > 5)
    }

    @Test("of everybody on all days is the log")
    func whole() throws {
        let log = try Self.log()
        let world = try LogReplay(userFraction: 1).world(of: log, seed: Seed(1))
        #expect(Access.all(of: world) == Access.all(of: log))
        #expect(world.users == log.users && world.resources == log.resources)
    }

    @Test("is a function of its seed")
    func determinism() throws {
        let log = try Self.log()
        let replay = LogReplay(days: 28)
        func world(_ seed: UInt64) throws -> [Access] { Access.all(of: try replay.world(of: log, seed: Seed(seed))) }
        #expect(try world(1) == world(1))
        #expect(try world(1) != world(2))
    }

    @Test("needs no times to draw users")
    func untimed() throws {
        let log = fullLog(users: 10, resources: 3)
        let world = try LogReplay(userFraction: 0.3).world(of: log, seed: Seed(1))
        #expect(world.users.count == 3 && world.count == 9)
        #expect(throws: SimulationError.self) { try LogReplay(days: 1).world(of: log, seed: Seed(1)) }
    }

    @Test("says why it cannot be")
    func errors() throws {
        let log = try Self.log()
        #expect(throws: SimulationError("a window of 43 days does not fit into a log of 42 days")) {
            try LogReplay(days: 43).world(of: log, seed: Seed(1))
        }
        #expect(throws: SimulationError.self) { try LogReplay(days: 0).world(of: log, seed: Seed(1)) }
        for fraction in [0, -0.1, 1.1, .nan] {
            #expect(throws: SimulationError.self) {
                try LogReplay(userFraction: fraction).world(of: log, seed: Seed(1))
            }
        }
    }

    @Test("stops when told to")
    func cancelled() throws {
        #expect(throws: CancellationError.self) {
            try LogReplay().world(of: fullLog(users: 3, resources: 3), seed: Seed(1), isCancelled: { true })
        }
    }
}
