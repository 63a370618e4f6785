public import AccessLogs
public import Concurrency
public import Interactions
public import Parameters
public import Statistics

/// Simulates an organisation and the log of what its people do.
///
/// A simulated log is the only one whose structure is known. A simulator is a function of its parameters and a seed:
/// neither the number of workers nor anything else changes a byte.
public protocol OrganizationSimulator: Sendable {
    /// The name in kebab case by which experiments refer to the simulator.
    static var id: String { get }
    /// One sentence, for help texts.
    static var summary: String { get }
    static var parameters: ParameterList { get }
    /// What accesses are made from.
    static var structure: LatentStructure { get }

    /// - Parameter parameters: values for ``parameters``.
    /// - Throws: ``ParameterError`` where values contradict each other.
    init(_ parameters: ParameterSet) throws(ParameterError)

    /// The organisation and its log, in the order of time.
    ///
    /// - Parameters:
    ///   - isCancelled: asked now and then, on any worker.
    ///   - progress: told the fraction of the work that is done, from 0 to 1, on any worker.
    /// - Throws: `CancellationError` once `isCancelled` is true.
    func simulate(
        seed: Seed, workers: Workers, isCancelled: @Sendable () -> Bool, progress: @Sendable (Double) -> Void
    ) throws(CancellationError) -> Simulation
}

extension OrganizationSimulator {
    /// The organisation and its log, in the order of time.
    public func simulate(seed: Seed, workers: Workers = .one) throws(CancellationError) -> Simulation {
        try simulate(seed: seed, workers: workers, isCancelled: { false }, progress: { _ in })
    }
}

/// A simulated log, and the truth behind it.
public struct Simulation: Sendable {
    /// The accesses.
    public let log: AccessLog
    /// Who is who, indexed as the log's vocabularies are.
    public let organization: Organization
    /// What happened in it that is innocent and looks unusual; empty where its life is an uneventful one.
    public let events: [LifeEvent]

    /// Puts the accesses and the truth behind them together.
    public init(log: AccessLog, organization: Organization, events: [LifeEvent] = []) {
        self.log = log
        self.organization = organization
        self.events = events
    }
}
