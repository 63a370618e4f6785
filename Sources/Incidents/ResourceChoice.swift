import AccessLogs
import Algorithms
import Foundation
import Interactions
import Statistics

/// Which resource an account turns to next, among those that it has never accessed: a mixture of three habits.
///
/// - As the model says: with a weight exp(w·x), whose features x are the logarithms of the resource's rank by the model's
///   score and of its number of accounts; ranks are the same whatever the scale of a detector's scores.
/// - On from what it turned to lately: ∝ Σ of the likeness to its own new resources, k of them, with the weight
///   k/(k + c). A transfer, or the first days of a newcomer, is then not surprising for long.
/// - As others do lately: ∝ Σ of the likeness of the accounts that turned to the resource within three days, *s* of it,
///   with the weight w s/(s + c). A share that is being taken into use is not surprising where an account's peers use it.
///
/// All weights have the greatest likelihood for the new pairs that followed a history. The tail probability of a pair is
/// the mass of the less probable resources, and half of that of equally probable ones.
package struct ResourceChoice: Sendable {
    private let model: ConditionalLogit
    private var mixture = Mixture()

    /// What was learned.
    package struct Learned: Hashable, Sendable {
        /// Of the logarithms of rank and number of accounts.
        package let weights: [Double]
        package let mixture: Mixture

        package init(weights: [Double], mixture: Mixture) {
            self.weights = weights
            self.mixture = mixture
        }
    }

    var learned: Learned { Learned(weights: model.weights, mixture: mixture) }

    init(_ learned: Learned) {
        model = ConditionalLogit(weights: learned.weights)
        mixture = learned.mixture
    }

    /// How much the habits count.
    package struct Mixture: Hashable, Sendable {
        /// New resources at which an account's own count half: of accounts that the history knows, and of others.
        package var ownKnown = 1e9
        package var ownUnknown = 1.0
        /// The most that others count, and the likeness at which they count half.
        package var others = 0.0
        package var othersHalf = 1.0

        package init() {}

        fileprivate func weights(_ habits: Habits, isKnown: Bool) -> (own: Double, others: Double) {
            let count = Double(habits.ownCount)
            let own = habits.hasOwn ? count / (count + (isKnown ? ownKnown : ownUnknown)) : 0
            let ofOthers = habits.likeness > 0 ? others * habits.likeness / (habits.likeness + othersHalf) : 0
            return (own, ofOthers * (1 - own))
        }
    }

    /// The probabilities of the resources of a choice by each habit.
    fileprivate struct Habits {
        var model: [Double]
        var own: [Double]
        var hasOwn: Bool
        var ownCount: Int
        var others: [Double]
        var likeness: Double
    }

    /// The days within which others count.
    private static let recentDays = 3
    private static let recentTime = Int64(recentDays) * Timestamp.day

    /// Learns from the new pairs that followed a history.
    ///
    /// - Returns: nil where there is no such pair of a known account and a known resource.
    /// - Throws: `StatisticsError` where the choices tell no weights; `CancellationError`; what scoring throws.
    init?(learningFrom later: Activity, in alternatives: Alternatives) throws {
        let history = alternatives.history
        var accounts = Self.newAccesses(of: later)
        if accounts.count > Self.mostAccounts { RandomStream(seed: Seed(0).derived("choices")).shuffle(&accounts) }
        var choices: [ConditionalLogit.Choice] = []
        for (user, accesses) in accounts.prefix(Self.mostAccounts) {
            try history.checkCancellation()
            let choice = try alternatives.choice(of: user, asked: [])
            guard let ranks = choice.ranks else { continue }
            let unseen = ranks.indices.filter { !choice.isSeen[$0] }
            let features = unseen.flatMap { [log(ranks[$0]), log(alternatives.popularity[$0] + 1)] }
            for access in accesses {
                guard let place = alternatives.index(of: later.windows.accesses[access].resource) else { continue }
                let chosen = unseen.partitioningIndex { $0 >= place }
                guard chosen < unseen.count, unseen[chosen] == place else { continue }
                choices.append(ConditionalLogit.Choice(features: features, chosen: chosen))
            }
        }
        guard !choices.isEmpty else { return nil }
        model = try ConditionalLogit(of: choices, width: 2, ridge: 1)
        try learnMixture(from: later, in: alternatives)
    }

    /// Enough for three digits of two weights.
    private static let mostAccounts = 2000

    /// The indices of the new accesses of each account, in the order of time, by account.
    private static func newAccesses(of activity: Activity) -> [(user: Int32, accesses: [Int])] {
        var ofUser: [Int32: [Int]] = [:]
        for (index, access) in activity.windows.accesses.enumerated() where activity.isNew[index] {
            ofUser[access.user, default: []].append(index)
        }
        return ofUser.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    // MARK: Walking through new accesses

    /// Visits every new access with what each habit says of its account's choice at that time. The last place of a choice
    /// is for a resource that is none of the alternatives.
    private func walk(
        _ activity: Activity, in alternatives: Alternatives,
        visit: (_ access: Int, _ chosen: Int, _ habits: Habits, _ isKnown: Bool) -> Void
    ) throws {
        let accounts = Self.newAccesses(of: activity), extra = alternatives.resources.count
        let recent = RecentChoices(
            alternatives.history.activity.newAccesses(since: activity.windows.days.lowerBound - Self.recentDays)
                + accounts.flatMap(\.accesses).map { activity.windows.accesses[$0] } + activity.others.newAccesses)
        var similarity: [Int32: [Double]] = [:]
        for (user, accesses) in accounts {
            try alternatives.history.checkCancellation()
            let choice = try alternatives.choice(
                of: user, asked: accesses.map { activity.windows.accesses[$0].resource })
            let alike = recent.accounts(among: alternatives.alikeAccounts(of: user))
            var isMet = choice.isSeen + [false], met: [Int32] = []
            var model = weights(of: choice, in: alternatives) + [0], own = [Double](repeating: 0, count: extra + 1)
            for access in accesses {
                let time = activity.windows.accesses[access].microseconds
                let resource = activity.windows.accesses[access].resource
                let chosen = alternatives.index(of: resource) ?? extra
                model[extra] = 0
                own[extra] = 0
                isMet[extra] = chosen != extra
                if chosen == extra {
                    model[extra] = weight(ofOther: resource, of: choice, in: alternatives)
                    own[extra] = met.reduce(0) { $0 + alternatives.similarity(of: $1, to: resource) }
                }
                var others = [Double](repeating: 0, count: extra + 1), likeness = 0.0
                recent.forEach(of: alike, within: time - Self.recentTime..<time) { other, weight in
                    let place = alternatives.index(of: other) ?? (other == resource ? extra : nil)
                    guard let place, !isMet[place] else { return }
                    let weight = weight * (place == extra ? 1 : alternatives.multiplicity)
                    others[place] += weight
                    likeness += weight
                }
                visit(
                    access, chosen,
                    Habits(
                        model: Self.normalized(model, except: isMet), own: Self.normalized(own, except: isMet),
                        hasOwn: own.indices.contains { own[$0] > 0 && !isMet[$0] }, ownCount: met.count,
                        others: Self.normalized(others, except: isMet), likeness: likeness),
                    choice.ranks != nil)
                if chosen != extra { isMet[chosen] = true }
                met.append(resource)
                let likenesses = similarity[resource] ?? alternatives.similarity(of: resource)
                similarity[resource] = likenesses
                for (place, likeness) in likenesses.enumerated() { own[place] += likeness * alternatives.multiplicity }
            }
        }
    }

    /// The weight of each alternative by the model, or by the number of its accounts where the model says nothing.
    private func weights(of choice: Alternatives.Choice, in alternatives: Alternatives) -> [Double] {
        alternatives.resources.indices.map { place in
            let popularity = alternatives.popularity[place]
            guard let ranks = choice.ranks else { return popularity * alternatives.multiplicity }
            return exp(model.utility([log(ranks[place]), log(popularity + 1)])) * alternatives.multiplicity
        }
    }

    /// The same of a resource that is none of the alternatives; 0 where the history does not know it.
    private func weight(
        ofOther resource: Int32, of choice: Alternatives.Choice, in alternatives: Alternatives
    ) -> Double {
        let popularity = Double(alternatives.history.profile.popularity(ofResource: resource))
        guard choice.ranks != nil else { return popularity }
        return choice.rank(ofOther: resource).map { exp(model.utility([log($0), log(popularity + 1)])) } ?? 0
    }

    private static func normalized(_ weights: [Double], except isMet: [Bool]) -> [Double] {
        var total = 0.0
        for (index, weight) in weights.enumerated() where !isMet[index] { total += weight }
        guard total > 0 else { return weights.map { _ in 0 } }
        return weights.indices.map { isMet[$0] ? 0 : weights[$0] / total }
    }

    // MARK: The mixture

    private mutating func learnMixture(from later: Activity, in alternatives: Alternatives) throws {
        var known: [(Habits, chosen: (model: Double, own: Double, others: Double))] = [], unknown = known
        try walk(later, in: alternatives) { _, chosen, habits, isKnown in
            let kept = (
                Habits(
                    model: [], own: [], hasOwn: habits.hasOwn, ownCount: habits.ownCount, others: [],
                    likeness: habits.likeness),
                (habits.model[chosen], habits.own[chosen], habits.others[chosen])
            )
            if isKnown { known.append(kept) } else { unknown.append(kept) }
        }
        // Enough for the digits of four weights.
        known = Array(known.striding(by: max(1, known.count / 20_000)))
        func likelihood(
            _ choices: [(Habits, chosen: (model: Double, own: Double, others: Double))], _ mixture: Mixture,
            isKnown: Bool
        ) -> Double {
            choices.reduce(0) { sum, choice in
                let weights = mixture.weights(choice.0, isKnown: isKnown), chosen = choice.chosen
                return sum
                    + log(
                        (1 - weights.own - weights.others) * chosen.model + weights.own * chosen.own
                            + weights.others * chosen.others + 1e-12)
            }
        }
        var best = likelihood(known, mixture, isKnown: true)
        for own in [0.5, 1, 2, 4, 8, 16, 32, 64, 1e9] {
            for others in [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] {
                for half in [0.3, 1, 3, 10] where others > 0 || half == 1 {
                    var candidate = mixture
                    (candidate.ownKnown, candidate.others, candidate.othersHalf) = (own, others, half)
                    let found = likelihood(known, candidate, isKnown: true)
                    if found > best + 1e-9 { (best, mixture) = (found, candidate) }
                }
            }
        }
        var bestUnknown = -Double.infinity
        for own in [0.25, 0.5, 1, 2, 4, 8, 16] where !unknown.isEmpty {
            var candidate = mixture
            candidate.ownUnknown = own
            let found = likelihood(unknown, candidate, isKnown: false)
            if found > bestUnknown { (bestUnknown, mixture) = (found, candidate) }
        }
    }

    // MARK: Tails

    /// −log₁₀ of the tail probability of each new access; nil for other accesses, and for resources that the history does
    /// not know and nobody alike turns to.
    func evidence(of activity: Activity, in alternatives: Alternatives) throws -> [Double?] {
        var evidence = [Double?](repeating: nil, count: activity.isNew.count)
        try walk(activity, in: alternatives) { access, chosen, habits, isKnown in
            let weights = mixture.weights(habits, isKnown: isKnown)
            func mass(_ index: Int) -> Double {
                (1 - weights.own - weights.others) * habits.model[index] + weights.own * habits.own[index]
                    + weights.others * habits.others[index]
            }
            let own = mass(chosen)
            guard own > 0 else { return }
            var below = 0.0, total = 0.0
            for index in habits.model.indices {
                let other = mass(index)
                total += other
                // Equal but for rounding.
                if other < own * (1 - 1e-6) { below += other } else if other <= own * (1 + 1e-6) { below += other / 2 }
            }
            evidence[access] = -log10(below / total)
        }
        return evidence
    }
}
