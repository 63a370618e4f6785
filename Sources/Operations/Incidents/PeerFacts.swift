import AccessLogs
import Detectors
import Incidents
import Interactions
import LinearAlgebra
import Publishing

/// What the accounts most like one of an incident do.
public struct PeerFacts: Hashable, Sendable, Encodable {
    /// How many they are.
    public let accounts: Int
    /// The most new resources that one of them met on a day of training; nil where training is too short to tell new ones.
    public let mostNewResources: Int?
    /// How many of the incident's new resources none of them uses.
    public let unusedResources: Int

    private enum CodingKeys: String, CodingKey {
        case accounts
        case mostNewResources = "most_new_resources"
        case unusedResources = "unused_resources"
    }
}

/// Finds the accounts most like those of incidents.
struct PeerSearch {
    private let explainer: Explainer
    private let matrix: InteractionMatrix
    /// The most new resources of each account on a day.
    private let mostNew: [Int]?

    /// The accounts that are looked at.
    private static let accounts = 20
    /// At the beginning of a history everything is new.
    private static let settlingDays = 7

    init(_ model: FittedModel, _ tenant: BundleIncidents.Tenant) {
        explainer = Explainer(model, naming: Self.accounts)
        matrix = model.matrix
        let days = tenant.history.days, activity = tenant.history.activity
        guard days.count > 2 * Self.settlingDays else {
            mostNew = nil
            return
        }
        var most = [Int](repeating: 0, count: matrix.users.count)
        for (index, window) in activity.windows.windows.enumerated()
        where window.day >= days.lowerBound + Self.settlingDays {
            most[Int(window.user)] = max(most[Int(window.user)], activity.newResources[index])
        }
        mostNew = most
    }

    /// - Parameters:
    ///   - user: the index of the account in the matrix.
    ///   - new: those of resources that are new to it; others than the matrix's nobody uses.
    func facts(ofUser user: Int, new: [Int32]) -> PeerFacts? {
        let peers = explainer.peers(of: user, usingResource: nil).compactMap { peer in
            matrix.users.index(of: TenantName(tenant: matrix.users[user].tenant, name: peer.user)).map { Int($0) }
        }
        guard !peers.isEmpty else { return nil }
        return PeerFacts(
            accounts: peers.count, mostNewResources: mostNew.map { most in peers.reduce(0) { max($0, most[$1]) } },
            unusedResources: new.count { resource in
                !peers.contains { peer in
                    Int(resource) < matrix.resources.count
                        && matrix.counts.contains(row: peer, column: Int(resource))
                }
            })
    }
}
