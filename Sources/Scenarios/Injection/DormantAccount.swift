import AccessLogs
import Interactions
package import Parameters
package import Statistics

/// An account that was not used for a while does what another user used to do.
///
/// The account was inactive in the last part of training; where the data have no time, it is one of the least active.
/// It accesses resources that a user of another community has. The twin is another such user, back from leave, who
/// accesses what its own community uses.
package struct DormantAccount: InjectionScenario {
    package static let id = "dormant-account"
    package static let summary = "an inactive account comes to life in the pattern of another community's user; medium"

    static let idleDays = Parameter<Int>(
        "idle_days", in: 1...3650, standard: 5,
        "Days without any access at the end of training; d/(d + 14) is the severity.")
    static let accesses = Parameter<Int>("accesses", in: 1...1000, standard: 6, "New resources of an actor.")

    package static let parameters: ParameterList = [idleDays, accesses]

    /// The fraction of the users who count as dormant where the data have no time.
    private static let leastActive = 0.1

    private let idleDays: Int
    private let accesses: Int

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        idleDays = parameters[Self.idleDays]
        accesses = parameters[Self.accesses]
    }

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        var draft = try InjectionDraft(for: Self.id, in: target, using: random)
        let dormant = dormantUsers(of: target)
        guard !dormant.isEmpty || count == 0 else {
            throw InjectionError(
                "\(Self.id): only 0 of \(count) pairs found, as no user who may act was idle for \(idleDays) days at the "
                    + "end of training; lower idle_days, or inject fewer into a longer log")
        }
        let severity = Double(idleDays) / Double(idleDays + 14)
        return try draft.attacks(count: count) { draft in
            guard let user = draft.actor(among: dormant), let model = model(for: user, in: draft) else { return nil }
            let pattern = Array(draft.profile.resources(ofUser: model))
            let resources = draft.resources(accesses, for: user) { random.element(of: pattern) }
            return Attack(severity: severity, of: user, on: resources, at: draft.moments(resources.count))
        } twin: { draft, attack in
            let tenant = draft.tenant(of: attack), actors = attack.users
            let back = draft.actor(among: dormant) {
                target.log.users[Int($0)].tenant == tenant && !actors.contains($0)
            }
            guard let back, let own = draft.profile.community(ofUser: back) else { return [] }
            let resources = draft.peerResources(attack.accesses.count, of: own, for: back)
            return InjectedAccess.series(
                of: back, on: resources, at: draft.moments(resources.count), isAnomalous: false)
        }
    }

    /// A user of the tenant and of another community, whose pattern the account follows.
    private func model(for user: Int32, in draft: InjectionDraft) -> Int32? {
        let own = draft.profile.community(ofUser: user)
        for _ in 0..<50 {
            guard let resource = draft.target.benignResource(forTenantOf: user, using: draft.random),
                let model = draft.random.element(of: Array(draft.profile.users(ofResource: resource))),
                draft.profile.community(ofUser: model) != own
            else { continue }
            return model
        }
        return nil
    }

    private func dormantUsers(of target: InjectionTarget) -> [Int32] {
        guard target.window.days != nil, let last = target.fold.training.lazy.map({ target.log.microseconds[$0] }).max()
        else {
            let ordered = target.knownUsers.sorted {
                (target.profile.activity(ofUser: $0), $0) < (target.profile.activity(ofUser: $1), $1)
            }
            return ordered.prefix(max(2, Int(Double(ordered.count) * Self.leastActive))).sorted()
        }
        let cut = Timestamp(microseconds: last).dayNumber - idleDays
        var isActive = Set<Int32>()
        for access in target.fold.training
        where Timestamp(microseconds: target.log.microseconds[access]).dayNumber > cut {
            isActive.insert(target.log.user[access])
        }
        return target.knownUsers.filter { !isActive.contains($0) }
    }
}
