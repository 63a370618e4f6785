import Foundation
import Interactions
import Statistics

/// The resources that accounts may turn to: all that a history knows, or a sample of them.
struct Alternatives: Sendable {
    let history: SignalHistory
    /// Ascending.
    let resources: [Int32]
    /// How many of the known resources each of ``resources`` stands for.
    let multiplicity: Double

    /// The most resources that are looked at for an account.
    private static let most = 1000

    init(in history: SignalHistory) {
        self.history = history
        var known = (0..<Int32(clamping: history.resources)).filter { history.profile.popularity(ofResource: $0) > 0 }
        let count = known.count
        if count > Self.most {
            RandomStream(seed: Seed(0).derived("alternatives")).shuffle(&known)
            known = known.prefix(Self.most).sorted()
        }
        resources = known
        multiplicity = known.isEmpty ? 1 : Double(count) / Double(known.count)
    }

    /// What an account may turn to: the alternatives that it has never accessed, and resources that are asked for.
    struct Choice {
        let resources: [Int32]
        /// The index of each resource.
        let index: [Int32: Int]
        /// How many known resources each stands for.
        let multiplicity: [Double]
        /// The rank of each resource by the model's score, the most usual first, as a fraction of all; nil where the
        /// model says nothing of the account.
        let ranks: [Double]?
        /// The number of accounts that have each resource.
        let popularity: [Double]
    }

    /// - Parameter asked: resources that the account has not accessed before.
    func choice(of user: Int32, and asked: [Int32]) throws -> Choice {
        let seen = Set(history.profile.resources(ofUser: user)), wanted = Set(asked)
        let unseen = resources.filter { !seen.contains($0) && !wanted.contains($0) }
        let all = unseen + wanted.sorted()
        let scores = try history.score(
            all.map { AccountWindows.Access(user: user, resource: $0, microseconds: 0) })
        // A resource that the model does not know is as unusual as any.
        let known = scores.contains { $0 != nil }
        let values = scores.map { $0 ?? .infinity }
        let ranks = known ? MidRanks(of: values).ranks.map { ($0 - 0.5) / Double(all.count) } : nil
        return Choice(
            resources: all, index: Dictionary(uniqueKeysWithValues: zip(all, 0...)),
            multiplicity: all.indices.map { $0 < unseen.count ? multiplicity : 1 }, ranks: ranks,
            popularity: all.map { Double(history.profile.popularity(ofResource: $0)) })
    }

    /// How alike the accounts of a resource and those of each of some others are: the cosine of their sets.
    func similarity(of resource: Int32, to choice: Choice) -> [Double] {
        var common = [Double](repeating: 0, count: choice.resources.count)
        let users = history.profile.users(ofResource: resource)
        for user in users {
            for other in history.profile.resources(ofUser: user) {
                if let index = choice.index[other] { common[index] += 1 }
            }
        }
        return common.indices.map { index in
            common[index] > 0 ? common[index] / (Double(users.count) * choice.popularity[index]).squareRoot() : 0
        }
    }

    /// How alike an account's resources and those of others are: the squared cosine of their sets, by account.
    func alikeAccounts(of user: Int32) -> [Int32: Double] {
        let own = history.profile.resources(ofUser: user)
        var common: [Int32: Double] = [:]
        for resource in own {
            for other in history.profile.users(ofResource: resource) where other != user {
                common[other, default: 0] += 1
            }
        }
        for (other, count) in common {
            common[other] = count * count / (Double(own.count) * Double(history.profile.activity(ofUser: other)))
        }
        return common
    }
}
