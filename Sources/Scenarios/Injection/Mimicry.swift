import Foundation
import Interactions
package import Parameters
package import Statistics

/// Users with new resources as their peers use them, more or less closely.
///
/// A resource is drawn with probability ∝ p^(1/T), where p is the fraction of the accesses of the user's community that
/// it has, mixed with a hundredth of the uniform distribution over the tenant's resources. At temperature T = 1 that is
/// what peers do, and cannot be told apart; the higher T, the more equal the probabilities. The twin does the same
/// without harm, so that among twins no detector can succeed.
package struct Mimicry: InjectionScenario {
    package static let id = "mimicry"
    package static let summary = "resources drawn as the user's peers use them, tempered; near chance at temperature 1"

    static let temperature = Parameter<Double>(
        "temperature", in: 1...1000, standard: 1,
        "1 for the peers' own distribution; hotter is more uniform and easier. The severity is 1 − 1/temperature.")
    static let accessesPerUser = Parameter<Int>(
        "accesses_per_user", in: 1...1000, standard: 3, "New resources of an actor.")

    package static let parameters: ParameterList = [temperature, accessesPerUser]

    private let temperature: Double
    private let accessesPerUser: Int

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        temperature = parameters[Self.temperature]
        accessesPerUser = parameters[Self.accessesPerUser]
    }

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        var draft = try InjectionDraft(for: Self.id, in: target, using: random)
        var choices: [Int32: PeerChoice] = [:]
        func resources(_ count: Int, for user: Int32, _ draft: inout InjectionDraft) -> [Int32] {
            guard let community = draft.profile.community(ofUser: user) else { return [] }
            if choices[community] == nil {
                let known = target.knownResources(forTenantOf: user).filter(draft.isAllowed)
                guard !known.isEmpty else { return [] }
                choices[community] = PeerChoice(
                    among: known, peers: draft.resourcesOfPeers(community), temperature: temperature)
            }
            guard let choice = choices[community] else { return [] }
            return draft.resources(count, for: user) { choice.draw(using: random) }
        }
        return try draft.attacks(count: count) { draft in
            guard let user = draft.actor() else { return nil }
            let resources = resources(accessesPerUser, for: user, &draft)
            return Attack(
                severity: 1 - 1 / temperature, of: user, on: resources, at: draft.moments(resources.count))
        } twin: { draft, attack in
            guard let user = draft.other(than: attack) else { return [] }
            let resources = resources(attack.accesses.count, for: user, &draft)
            return InjectedAccess.series(
                of: user, on: resources, at: draft.moments(resources.count), isAnomalous: false)
        }
    }
}

/// The tempered distribution of a community's accesses over resources.
private struct PeerChoice {
    private let resources: [Int32]
    private let table: AliasTable

    /// - Precondition: there are resources.
    init(among resources: [Int32], peers: [Int32], temperature: Double) {
        let uses = Dictionary(peers.map { ($0, 1.0) }, uniquingKeysWith: +)
        self.resources = resources
        let total = Double(max(1, peers.count)), uniform = 0.01 / Double(resources.count)
        table = AliasTable(
            weights: resources.map { pow(0.99 * (uses[$0] ?? 0) / total + uniform, 1 / temperature) })
    }

    func draw(using random: RandomStream) -> Int32 { resources[table.draw(using: random)] }
}
