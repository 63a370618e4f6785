import AccessLogs
import Concurrency
public import Parameters
public import Scenarios
import Statistics
import Testing
import TestSupport

/// What every simulator of an organisation promises.
public struct SimulatorContract {
    private let type: any OrganizationSimulator.Type
    private let small: [String: ParameterValue]

    /// - Parameters:
    ///   - type: the simulator to be checked.
    ///   - small: parameters of an organisation that is simulated in a moment; the rest take their standard values.
    public init(_ type: any OrganizationSimulator.Type, small: [String: ParameterValue] = [:]) {
        self.type = type
        self.small = small
    }

    /// Checks all promises; each broken one is an issue of the test that calls this.
    ///
    /// - Throws: `ParameterError` where the parameters contradict each other.
    public func check() throws {
        #expect(type.id.isKebabCase, "\(type.id)")
        #expect(!type.summary.isEmpty, "\(type.id) has no summary")
        try checkParameters()
        let simulator = try type.init(type.parameters.checked(small))
        let simulation = try simulator.simulate(seed: Seed(3))
        try checkRepetition(of: simulation, by: simulator)
        checkLog(simulation.log)
        checkEvents(of: simulation)
        #expect(throws: CancellationError.self, "\(type.id) simulates though cancelled") {
            try simulator.simulate(seed: Seed(3), workers: .one, isCancelled: { true }, progress: { _ in })
        }
    }

    /// Checks that it reads the parameters that it declares, and no others.
    ///
    /// - Throws: `ParameterError` where it accepts its own standard values not at all.
    public func checkParameters() throws {
        #expect(type.parameters.isSound, "\(type.id) does not accept its own standard values")
        let read = try type.parameters.read { _ = try type.init($0) }
        #expect(read == Set(type.parameters), "\(type.id) reads other parameters than it declares")
    }

    /// Neither the number of workers nor anything else but the seed changes an access.
    private func checkRepetition(of simulation: Simulation, by simulator: any OrganizationSimulator) throws {
        let accesses = Self.accesses(simulation.log)
        let again = try simulator.simulate(seed: Seed(3), workers: Workers(2))
        #expect(Self.accesses(again.log) == accesses, "\(type.id) simulates otherwise with two workers")
        let other = try simulator.simulate(seed: Seed(4))
        #expect(Self.accesses(other.log) != accesses, "\(type.id) does not go by its seed")
    }

    private func checkLog(_ log: AccessLog) {
        #expect(log.count > 0, "\(type.id) simulates nothing")
        let times = (0..<log.count).compactMap { log.time(of: $0)?.microseconds }
        #expect(times.count == log.count, "\(type.id) makes accesses without a time")
        #expect(times == times.sorted(), "\(type.id) does not keep the order of time")
    }

    /// Events are of accesses of the log, each of one at most.
    private func checkEvents(of simulation: Simulation) {
        let accesses = simulation.events.flatMap(\.accesses)
        #expect(
            accesses.allSatisfy { (0..<simulation.log.count).contains($0) } && Set(accesses).count == accesses.count,
            "\(type.id) has events of accesses that are not in the log, or are in several")
        #expect(
            simulation.events.allSatisfy { $0.accesses == $0.accesses.sorted() },
            "\(type.id) has events whose accesses are not in the order of the log")
    }

    private static func accesses(_ log: AccessLog) -> [[String]] {
        (0..<log.count).map { index in
            let user = log.users[Int(log.user[index])], resource = log.resources[Int(log.resource[index])]
            return [user.tenant, user.name, resource.name, log.time(of: index)?.description ?? ""]
        }
    }
}
