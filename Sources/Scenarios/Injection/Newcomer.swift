import AccessLogs
import Interactions
package import Parameters
package import Statistics

/// A user, or a resource, without training accesses.
///
/// An unknown user accesses resources that few have; the twins are new colleagues, each of whom accesses what one
/// community uses. An unknown resource attracts users of every community, as a decoy does; its twin is a new share that
/// one community takes into use. Detectors that cannot handle newcomers have no score for them.
package struct Newcomer: InjectionScenario {
    package static let id = "newcomer"
    package static let summary = "a user or a resource that training does not know; mostly unscorable"
    package static let traits: InjectionTraits = [.bringsNewcomers]

    /// What is new.
    enum Kind: String, ParameterChoice {
        case user, resource
    }

    static let newcomer = Parameter<Kind>("newcomer", standard: .user, "What is new.")
    static let accesses = Parameter<Int>("accesses", in: 1...1000, standard: 5, "Accesses of, or to, a newcomer.")
    static let selectivity = Parameter<Int>(
        "selectivity", in: 1...100, standard: 4,
        "A new user takes the rarest of this many resources at a time; the severity is 1 − 1/selectivity.")

    package static let parameters: ParameterList = [newcomer, accesses, selectivity]

    private let isUser: Bool
    private let accesses: Int
    private let selectivity: Int

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        isUser = parameters[Self.newcomer] == .user
        accesses = parameters[Self.accesses]
        selectivity = parameters[Self.selectivity]
    }

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        var draft = try InjectionDraft(for: Self.id, in: target, using: random)
        var newcomers = 0
        let severity = 1 - 1 / Double(selectivity)
        return try draft.attacks(count: count) { draft in
            // A user whose tenant the newcomer joins.
            guard let host = draft.actor() else { return nil }
            defer { newcomers += 1 }
            if isUser {
                let user = target.newUser(newcomers)
                let resources = draft.resources(accesses, for: user, selectivity: selectivity) {
                    target.benignResource(forTenantOf: host, using: random)
                }
                return Attack(severity: severity, of: user, on: resources, at: draft.moments(resources.count))
            }
            let users = [host] + guests(accesses - 1, besides: host, in: &draft) { _ in true }
            return Attack(
                .hostile, severity: severity,
                accesses: visits(to: target.newResource(newcomers), by: users, isAnomalous: true, in: draft))
        } twin: { draft, attack in
            guard let host = draft.actor(where: { isInTenant(of: attack, $0, in: target) }),
                let community = draft.profile.community(ofUser: host)
            else { return [] }
            defer { newcomers += 1 }
            if isUser {
                let user = target.newUser(newcomers)
                let resources = draft.peerResources(attack.accesses.count, of: community, for: user)
                return InjectedAccess.series(
                    of: user, on: resources, at: draft.moments(resources.count), isAnomalous: false)
            }
            let profile = draft.profile
            let users =
                [host]
                + guests(attack.accesses.count - 1, besides: host, in: &draft) {
                    profile.community(ofUser: $0) == community
                }
            return visits(to: target.newResource(newcomers), by: users, isAnomalous: false, in: draft)
        }
    }

    /// Whether a user of the log is of the tenant in which an attack took place.
    private func isInTenant(of attack: Attack, _ user: Int32, in target: InjectionTarget) -> Bool {
        let access = attack.accesses[0]
        let name = isUser ? target.log.resources[Int(access.resource)] : target.log.users[Int(access.user)]
        return target.log.users[Int(user)].tenant == name.tenant
    }

    /// Other users of the host's tenant.
    private func guests(
        _ count: Int, besides host: Int32, in draft: inout InjectionDraft, where suits: (Int32) -> Bool
    ) -> [Int32] {
        let log = draft.target.log, tenant = log.users[Int(host)].tenant
        var guests: Set<Int32> = [], chosen: [Int32] = []
        for _ in 0..<max(0, count) {
            let guest = draft.actor {
                $0 != host && !guests.contains($0) && log.users[Int($0)].tenant == tenant && suits($0)
            }
            guard let guest else { break }
            guests.insert(guest)
            chosen.append(guest)
        }
        return chosen
    }

    private func visits(
        to resource: Int32, by users: [Int32], isAnomalous: Bool, in draft: InjectionDraft
    ) -> [InjectedAccess] {
        zip(users, draft.moments(users.count)).map {
            InjectedAccess(user: $0, resource: resource, time: $1, isAnomalous: isAnomalous)
        }
    }
}
