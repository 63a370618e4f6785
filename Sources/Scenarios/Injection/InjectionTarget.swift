public import AccessLogs
public import Interactions
public import Statistics

/// Where scenarios inject: the window of a fold, what its training knows, and the pairs that are out of bounds.
public struct InjectionTarget: Sendable {
    public let log: AccessLog
    public let window: EvaluationWindow
    /// The users with a training access, ascending.
    public let knownUsers: [Int32]
    /// The pairs that no injection may use: all of the log, before and after the window as well, and what was injected
    /// before.
    public private(set) var occupied: PairSet

    private let knownResources: [String: [Int32]]
    private let benignResources: [String: [Int32]]

    public init(log: AccessLog, fold: Fold) {
        self.log = log
        window = fold.window
        occupied = PairSet(of: 0..<log.count, in: log)
        knownUsers = Self.occurring(fold.training.lazy.map { log.user[$0] }, among: log.users.count)
        knownResources = Dictionary(
            grouping: Self.occurring(fold.training.lazy.map { log.resource[$0] }, among: log.resources.count),
            by: { log.resources[Int($0)].tenant })
        benignResources = Dictionary(
            grouping: fold.window.benign.map(\.resource), by: { log.resources[Int($0)].tenant })
    }

    /// The resources with a training access of the user's tenant, ascending.
    public func knownResources(forTenantOf user: Int32) -> [Int32] {
        knownResources[log.users[Int(user)].tenant] ?? []
    }

    /// The resources of the window's benign cases in the user's tenant, each as often as it has cases.
    public func benignResources(forTenantOf user: Int32) -> [Int32] {
        benignResources[log.users[Int(user)].tenant] ?? []
    }

    /// Puts injected accesses out of bounds for later injections.
    public mutating func occupy(_ accesses: [InjectedAccess]) {
        for access in accesses { occupied.insert(user: access.user, resource: access.resource) }
    }

    /// Collects pairs that are not occupied, on the days of random benign cases, so that injected accesses are
    /// spread over the window as benign ones are.
    ///
    /// - Parameters:
    ///   - scenario: the scenario's name, for errors.
    ///   - isDistinct: whether a pair may be collected only once.
    ///   - propose: a pair, occupied or not; nil where the attempt led to none. It is asked at most
    ///     100 × `count` + 1000 times.
    /// - Throws: ``InjectionError`` where the attempts do not yield enough pairs.
    public func freePairs(
        count: Int, isDistinct: Bool = true, for scenario: String, using random: RandomStream,
        proposing propose: () -> (user: Int32, resource: Int32)?
    ) throws(InjectionError) -> [InjectedAccess] {
        precondition(count >= 0, "a negative number of injections")
        guard !window.benign.isEmpty else {
            throw InjectionError("\(scenario): the window holds no benign case to take a day from")
        }
        var injected: [InjectedAccess] = []
        var taken = PairSet()
        var attempts = 0
        while injected.count < count {
            attempts += 1
            guard attempts <= 100 * count + 1000 else {
                throw InjectionError(
                    "\(scenario): only \(injected.count) of \(count) pairs found that were never observed, after "
                        + "\(attempts - 1) attempts; inject fewer, or use a log in which users and resources leave "
                        + "more pairs free")
            }
            guard let pair = propose(), !occupied.contains(user: pair.user, resource: pair.resource),
                !isDistinct || taken.insert(user: pair.user, resource: pair.resource)
            else { continue }
            let day = window.benign[random.index(below: window.benign.count)].day
            injected.append(InjectedAccess(user: pair.user, resource: pair.resource, day: day))
        }
        return injected
    }

    /// The indices that occur, ascending.
    private static func occurring(_ indices: some Sequence<Int32>, among count: Int) -> [Int32] {
        var occurs = [Bool](repeating: false, count: count)
        for index in indices { occurs[Int(index)] = true }
        return occurs.indices.filter { occurs[$0] }.map(Int32.init)
    }
}
