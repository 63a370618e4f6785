import Algorithms
import Foundation
import Interactions
import Statistics

/// Which resource an account turns to next, among those that it has never accessed: by how usual a model takes the pair
/// to be, and by how many accounts have the resource.
///
/// The weight of a resource is exp(w·x). Its features x are the logarithm of its rank among the unseen resources by the
/// model's score, as a fraction of their number, and the logarithm of its number of accounts: ranks are the same
/// whatever the scale of a detector's scores. The tail probability of a pair is the fraction of the weight that lies on
/// less probable resources, half of its own included.
struct ResourceChoice: Sendable {
    private let model: ConditionalLogit

    /// Learns from the new pairs that followed a history.
    ///
    /// - Parameters:
    ///   - later: windows that follow the history.
    ///   - history: its model learned from it alone.
    /// - Throws: `StatisticsError` where there is no such pair of a known account and a known resource;
    ///   `CancellationError`; what scoring throws.
    init(learningFrom later: Activity, after history: SignalHistory) throws {
        let alternatives = Alternatives(in: history)
        var resources: [Int32: [Int32]] = [:], users: [Int32] = []
        for window in 0..<later.count {
            for access in later.newAccesses(of: window) {
                if resources[access.user] == nil { users.append(access.user) }
                resources[access.user, default: []].append(access.resource)
            }
        }
        // Enough for three digits of two weights.
        let most = 2000
        if users.count > most { RandomStream(seed: Seed(0).derived("choices")).shuffle(&users) }
        var choices: [ConditionalLogit.Choice] = []
        for user in users.prefix(most) {
            try history.checkCancellation()
            guard let asked = resources[user], let found = try alternatives.features(of: user, and: asked) else {
                continue
            }
            let unseen = found.unseen.flatMap { [$0.rank, $0.popularity] }
            for case let feature? in found.asked {
                choices.append(
                    ConditionalLogit.Choice(
                        features: [feature.rank, feature.popularity] + unseen, chosen: 0))
            }
        }
        model = try ConditionalLogit(of: choices, width: 2, ridge: 1)
    }

    /// The tail probabilities of an account's new pairs; nil for a pair of which the model says nothing.
    ///
    /// - Parameter alternatives: those of a history whose model scores the pairs.
    func tails(
        of user: Int32, _ asked: [Int32], among alternatives: Alternatives
    ) throws -> [Double?] {
        guard let found = try alternatives.features(of: user, and: asked) else { return asked.map { _ in nil } }
        let utilities = found.unseen.map { model.utility([$0.rank, $0.popularity]) }.sorted()
        let most = utilities.last ?? 0
        // The weight of all alternatives up to each.
        let sums = utilities.reductions(0) { $0 + exp($1 - most) }
        return found.asked.map { feature in
            guard let feature else { return nil }
            let utility = model.utility([feature.rank, feature.popularity]), own = exp(utility - most)
            let below = sums[utilities.partitioningIndex { $0 >= utility }]
            let through = sums[utilities.partitioningIndex { $0 > utility }]
            return ((below + through) / 2 + own / 2) / (sums[sums.count - 1] + own)
        }
    }
}

extension ResourceChoice {
    /// The resources that accounts may turn to: all that a history knows, or a sample of them.
    struct Alternatives: Sendable {
        private let history: SignalHistory
        private let resources: [Int32]

        /// The most resources that are looked at for an account.
        private static let most = 1000

        init(in history: SignalHistory) {
            self.history = history
            var known = (0..<Int32(clamping: history.resources)).filter {
                history.profile.popularity(ofResource: $0) > 0
            }
            if known.count > Self.most {
                RandomStream(seed: Seed(0).derived("alternatives")).shuffle(&known)
                known = known.prefix(Self.most).sorted()
            }
            resources = known
        }

        /// What is known of a resource for an account.
        struct Features {
            /// The logarithm of the rank by the model's score as a fraction of all, the most usual first.
            let rank: Double
            /// The logarithm of the number of accounts and one.
            let popularity: Double
        }

        /// The features of an account's unseen resources, and of resources that are asked for.
        ///
        /// - Returns: nil where the model knows nothing of the account.
        func features(of user: Int32, and asked: [Int32]) throws -> (unseen: [Features], asked: [Features?])? {
            let seen = Set(history.profile.resources(ofUser: user)).union(asked)
            let unseen = resources.filter { !seen.contains($0) }
            let scores = try history.score(
                (unseen + asked).map { AccountWindows.Access(user: user, resource: $0, microseconds: 0) })
            let known = zip(unseen, scores).compactMap { resource, score in score.map { (resource, $0) } }
            guard !known.isEmpty else { return nil }
            let values = known.map(\.1), ranks = MidRanks(of: values).ranks, sorted = values.sorted()
            let count = Double(known.count)
            func popularity(_ resource: Int32) -> Double {
                log(Double(history.profile.popularity(ofResource: resource)) + 1)
            }
            return (
                known.indices.map {
                    Features(rank: log((ranks[$0] - 0.5) / count), popularity: popularity(known[$0].0))
                },
                asked.indices.map { index in
                    scores[unseen.count + index].map { score in
                        let below = sorted.partitioningIndex { $0 >= score }
                        let through = sorted.partitioningIndex { $0 > score }
                        return Features(
                            rank: log((Double(below + through) / 2 + 0.5) / (count + 1)),
                            popularity: popularity(asked[index]))
                    }
                }
            )
        }
    }
}
