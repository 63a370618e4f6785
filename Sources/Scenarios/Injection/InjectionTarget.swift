public import AccessLogs
public import Interactions
public import Statistics

/// Where scenarios inject: the window of a fold, what its training contains, who may act, and the pairs that are taken.
public struct InjectionTarget: Sendable {
    /// The whole log.
    public let log: AccessLog
    /// The fold whose window is injected into.
    public let fold: Fold
    /// Whether the fold is for validation or the test, which share no made-up newcomers.
    public let side: InjectionSide
    /// The users with a training access who may act, ascending.
    public let knownUsers: [Int32]
    /// The window's benign cases whose users may act.
    public let benign: [LabeledAccess]
    /// The pairs that no injection may use: all of the log, before and after the window as well, and what was injected
    /// before.
    public private(set) var occupied: PairSet
    /// Who has what in training, and the communities.
    public let profile: TrainingProfile
    /// Asked now and then while pairs are drawn.
    public let isCancelled: @Sendable () -> Bool
    /// The made-up newcomers so far: users and resources.
    private var newcomers = (users: 0, resources: 0)

    private let knownResources: [String: [Int32]]
    private let benignResources: [String: [Int32]]

    /// - Parameters:
    ///   - profile: of the fold's training accesses, where it exists already: several targets of one fold can share one,
    ///     whose communities are then found once.
    ///   - isCancelled: asked now and then while pairs are drawn.
    public init(
        log: AccessLog, fold: Fold, side: InjectionSide, profile: TrainingProfile? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.isCancelled = isCancelled
        self.log = log
        self.fold = fold
        self.side = side
        self.profile = profile ?? TrainingProfile(of: fold.training, in: log)
        occupied = PairSet(of: 0..<log.count, in: log)
        knownUsers = Self.occurring(fold.training.lazy.map { log.user[$0] }, among: log.users.count)
            .filter { side.users[Int($0)] }
        benign = fold.window.benign.filter { side.users[Int($0.user)] }
        knownResources = Dictionary(
            grouping: Self.occurring(fold.training.lazy.map { log.resource[$0] }, among: log.resources.count),
            by: { log.resources[Int($0)].tenant })
        benignResources = Dictionary(
            grouping: fold.window.benign.map(\.resource), by: { log.resources[Int($0)].tenant })
    }

    /// The window of the fold.
    public var window: EvaluationWindow { fold.window }

    /// The resources with a training access of the user's tenant, ascending.
    public func knownResources(forTenantOf user: Int32) -> [Int32] {
        knownResources[log.users[Int(user)].tenant] ?? []
    }

    /// The resources of the window's benign cases in the user's tenant, each as often as it has cases.
    public func benignResources(forTenantOf user: Int32) -> [Int32] {
        benignResources[log.users[Int(user)].tenant] ?? []
    }

    /// Marks the pairs of injected accesses as taken for later injections, which also make up other newcomers.
    public mutating func occupy(_ attacks: [Attack]) {
        for access in attacks.lazy.flatMap(\.accesses) {
            occupied.insert(user: access.user, resource: access.resource)
            newcomers.users = max(newcomers.users, (Int(access.user) - log.users.count) / 2 + 1)
            newcomers.resources = max(newcomers.resources, (Int(access.resource) - log.resources.count) / 2 + 1)
        }
    }

    /// The number of a made-up user whom neither the log nor an earlier injection has. Each side has every other
    /// number.
    ///
    /// - Parameter number: how many others the same injection made up before.
    public func newUser(_ number: Int) -> Int32 {
        Int32(log.users.count + 2 * (newcomers.users + number) + (side.isFirst ? 0 : 1))
    }

    /// The number of a made-up resource that neither the log nor an earlier injection has.
    ///
    /// - Parameter number: how many others the same injection made up before.
    public func newResource(_ number: Int) -> Int32 {
        Int32(log.resources.count + 2 * (newcomers.resources + number) + (side.isFirst ? 0 : 1))
    }

    /// Single pairs that are not occupied, at the times of random benign cases, so that they are spread over the window
    /// as benign accesses are.
    ///
    /// - Parameters:
    ///   - scenario: the scenario's name, for errors.
    ///   - severity: of every attack.
    ///   - isDistinct: whether a pair may be collected only once.
    ///   - propose: a pair, occupied or not; nil where the attempt led to none. It is asked at most
    ///     100 × `count` + 1000 times.
    /// - Returns: an attack of one access for each pair.
    /// - Throws: ``InjectionError`` where the attempts do not yield enough pairs; `CancellationError`.
    public func freePairs(
        count: Int, severity: Double, isDistinct: Bool = true, for scenario: String, using random: RandomStream,
        proposing propose: () -> (user: Int32, resource: Int32)?
    ) throws -> [Attack] {
        precondition(count >= 0, "a negative number of injections")
        guard !window.benign.isEmpty else {
            throw InjectionError("\(scenario): the window holds no benign case to take a time from")
        }
        // Each pair once: a search for more than all of them would fail only after hours.
        let all = isDistinct ? knownUsers.reduce(0) { $0 + knownResources(forTenantOf: $1).count } : .max
        guard count <= all else {
            throw InjectionError(
                "\(scenario): only \(all) of \(count) pairs can be found, as known users and resources make no more; "
                    + "inject fewer, or use a larger log")
        }
        var attacks: [Attack] = []
        var taken = PairSet()
        var attempts = 0
        while attacks.count < count {
            attempts += 1
            if attempts % 1024 == 0, isCancelled() { throw CancellationError() }
            guard attempts <= 100 * count + 1000 else {
                throw InjectionError(
                    "\(scenario): only \(attacks.count) of \(count) pairs found that were never observed, after "
                        + "\(attempts - 1) attempts; inject fewer, or use a log in which users and resources leave "
                        + "more pairs free")
            }
            guard let pair = propose(), !occupied.contains(user: pair.user, resource: pair.resource),
                !isDistinct || taken.insert(user: pair.user, resource: pair.resource)
            else { continue }
            let time = window.benign[random.index(below: window.benign.count)].time
            let access = InjectedAccess(user: pair.user, resource: pair.resource, time: time, isAnomalous: true)
            attacks.append(Attack(.hostile, severity: severity, accesses: [access]))
        }
        return attacks
    }

    /// The indices that occur, ascending.
    private static func occurring(_ indices: some Sequence<Int32>, among count: Int) -> [Int32] {
        var occurs = [Bool](repeating: false, count: count)
        for index in indices { occurs[Int(index)] = true }
        return occurs.indices.filter { occurs[$0] }.map(Int32.init)
    }
}

/// Accesses that cannot be injected as asked.
public struct InjectionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why nothing can be injected, in a sentence.
    public let description: String

    /// - Parameter description: a sentence for people.
    public init(_ description: String) {
        self.description = description
    }
}
