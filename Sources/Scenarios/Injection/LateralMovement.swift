import AccessLogs
package import Parameters
package import Statistics

/// One account goes through many computers within minutes, breadth first.
///
/// Where resources are named `\\computer\share`, the administrative shares (`ADMIN$`, `C$`, `IPC$`) of distinct
/// computers come first, then other shares of further computers; otherwise every resource is a computer. Of a computer
/// the attacker meets shares with many benign cases more often. The twin is a scanner that does the same with another
/// account.
package struct LateralMovement: InjectionScenario {
    package static let id = "lateral-movement"
    package static let summary = "one account sweeps over many computers within minutes; easy by number, medium by pair"

    static let computers = Parameter<Int>(
        "computers", in: 1...10_000, standard: 12,
        "Resources swept by one account, on distinct computers first; n/(n + 10) is the severity.")
    static let minutes = Parameter<Double>("minutes", in: 0.1...1440, standard: 10, "Length of the sweep.")

    package static let parameters: ParameterList = [computers, minutes]

    private let computers: Int
    private let minutes: Double

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        computers = parameters[Self.computers]
        minutes = parameters[Self.minutes]
    }

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        var draft = try InjectionDraft(for: Self.id, in: target, using: random)
        var networks: [String: Network] = [:]
        func sweep(by user: Int32, of most: Int, _ draft: inout InjectionDraft) -> [Int32] {
            let tenant = target.log.users[Int(user)].tenant
            let network = networks[tenant] ?? Network(of: user, in: target)
            networks[tenant] = network
            let resources = network.sweep(of: most, by: user, in: draft)
            for resource in resources { draft.take(user, resource) }
            return resources
        }
        return try draft.attacks(count: count) { draft in
            guard let user = draft.actor() else { return nil }
            let resources = sweep(by: user, of: computers, &draft)
            return Attack(
                severity: Double(computers) / Double(computers + 10), of: user, on: resources,
                at: draft.times(resources.count, from: draft.moment(), within: minutes * 60))
        } twin: { draft, attack in
            guard let scanner = draft.other(than: attack) else { return [] }
            let resources = sweep(by: scanner, of: attack.accesses.count, &draft)
            return InjectedAccess.series(
                of: scanner, on: resources,
                at: draft.times(resources.count, from: draft.moment(), within: minutes * 60), isAnomalous: false)
        }
    }
}

/// The computers of a tenant that may be swept.
private struct Network {
    /// The resources of benign cases that are known in training, each as often as it has cases.
    private let busy: [Int32]
    private let all: [Int32]
    private let administrative: [Int32]
    /// A number for the computer of each resource.
    private let computer: [Int32: Int]

    init(of user: Int32, in target: InjectionTarget) {
        all = target.knownResources(forTenantOf: user).filter { target.side.resources[Int($0)] }
        var numbers: [Substring: Int] = [:], computer: [Int32: Int] = [:], administrative: [Int32] = []
        for resource in all {
            let name = target.log.resources[Int(resource)].name
            let parts = name.split(separator: "\\")
            let host = name.hasPrefix("\\\\") ? parts.first ?? name[...] : name[...]
            let number = numbers[host] ?? numbers.count
            numbers[host] = number
            computer[resource] = number
            // ADMIN$, IPC$ and drive letters, not a hidden share that a person made.
            let share = parts.last?.uppercased() ?? ""
            if share == "ADMIN$" || share == "IPC$" || (share.count == 2 && share.hasSuffix("$")) {
                administrative.append(resource)
            }
        }
        busy = target.benignResources(forTenantOf: user).filter { computer[$0] != nil }
        self.computer = computer
        self.administrative = administrative
    }

    /// Free resources of the user in the order of the sweep: one of each computer, then another of each, and so on.
    func sweep(of count: Int, by user: Int32, in draft: InjectionDraft) -> [Int32] {
        var swept: [Int32] = [], chosen: Set<Int32> = [], visited: Set<Int> = []
        for candidates in [administrative, busy, all] {
            var patience = 50 + 20 * count
            while swept.count < count, patience > 0, let resource = draft.random.element(of: candidates) {
                patience -= 1
                guard let host = computer[resource], draft.isFree(user, resource) else { continue }
                // Where no other computer comes up for long, the next round begins.
                if visited.contains(host), patience % 20 > 0 { continue }
                guard chosen.insert(resource).inserted else { continue }
                if !visited.insert(host).inserted { visited = [host] }
                swept.append(resource)
            }
        }
        return swept
    }
}
