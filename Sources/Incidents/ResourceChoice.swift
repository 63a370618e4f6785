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

        fileprivate func weights(
            hasOwn: Bool, ownCount: Int, likeness: Double, isKnown: Bool
        ) -> (own: Double, others: Double) {
            let count = Double(ownCount)
            let own = hasOwn ? count / (count + (isKnown ? ownKnown : ownUnknown)) : 0
            let ofOthers = likeness > 0 ? others * likeness / (likeness + othersHalf) : 0
            return (own, ofOthers * (1 - own))
        }
    }

    /// The weights of the resources of a choice by each habit, which add up to the totals; what was met counts nothing.
    fileprivate struct Habits {
        var model: [Double]
        var own: [Double]
        var others: [Double]
        /// 0 for resources that the account has, 1 for others.
        var isNew: [Double]
        var modelTotal = 0.0
        var ownTotal = 0.0
        var likeness = 0.0
        var ownCount = 0

        var hasOwn: Bool { ownTotal > 0 }

        /// The probabilities of a resource by each habit.
        func probabilities(of place: Int) -> (model: Double, own: Double, others: Double) {
            func part(_ weight: Double, of total: Double) -> Double { total > 0 ? isNew[place] * weight / total : 0 }
            return (
                part(model[place], of: modelTotal), part(own[place], of: ownTotal), part(others[place], of: likeness)
            )
        }
    }

    /// The days within which others count.
    private static let recentDays = 3
    private static let recentTime = Int64(recentDays) * Timestamp.day

    /// Learns from the new pairs that followed a history.
    ///
    /// - Returns: nil where there is no such pair of a known account and a known resource.
    /// - Throws: `StatisticsError` where the choices tell no weights; `CancellationError`; what scoring throws.
    init?(learningFrom later: Activity, in kept: inout KeptChoices) throws {
        let alternatives = kept.alternatives
        var accounts = Self.newAccesses(of: later)
        if accounts.count > Self.mostAccounts { RandomStream(seed: Seed(0).derived("choices")).shuffle(&accounts) }
        var choices: [ConditionalLogit.Choice] = []
        for (user, accesses) in accounts.prefix(Self.mostAccounts) {
            try alternatives.history.checkCancellation()
            let choice = try kept.choice(of: user, asked: accesses.map { later.windows.accesses[$0].resource })
            guard let logRanks = choice.logRanks else { continue }
            let unseen = logRanks.indices.filter { !choice.isSeen[$0] }
            let chosen = accesses.compactMap { access -> Int? in
                guard let place = alternatives.index(of: later.windows.accesses[access].resource) else { return nil }
                let chosen = unseen.partitioningIndex { $0 >= place }
                return chosen < unseen.count && unseen[chosen] == place ? chosen : nil
            }
            guard !chosen.isEmpty else { continue }
            var features: [Double] = []
            features.reserveCapacity(2 * unseen.count)
            for place in unseen {
                features.append(logRanks[place])
                features.append(alternatives.logPopularity[place])
            }
            choices.append(ConditionalLogit.Choice(features: features, chosen: chosen))
        }
        guard !choices.isEmpty else { return nil }
        model = try ConditionalLogit(of: choices, width: 2, ridge: 1)
        try learnMixture(from: later, in: &kept)
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
        _ activity: Activity, in kept: inout KeptChoices,
        visit: (_ access: Int, _ chosen: Int, _ habits: borrowing Habits, _ isKnown: Bool) -> Void
    ) throws {
        let alternatives = kept.alternatives, history = alternatives.history
        let accounts = Self.newAccesses(of: activity), extra = alternatives.resources.count
        let recent = RecentChoices(
            history.activity.newAccesses(since: activity.windows.days.lowerBound - Self.recentDays)
                + accounts.flatMap(\.accesses).map { activity.windows.accesses[$0] } + activity.others.newAccesses,
            in: alternatives)
        var alike = AlikeAccounts(in: history)
        var similarities = Similarities(of: alternatives)
        for (user, accesses) in accounts {
            try history.checkCancellation()
            let choice = try kept.choice(of: user, asked: accesses.map { activity.windows.accesses[$0].resource })
            alike.find(like: user)
            var habits = Habits(
                model: weights(of: choice, in: alternatives) + [0], own: Array(repeating: 0, count: extra + 1),
                others: Array(repeating: 0, count: extra + 1), isNew: choice.isSeen.map { $0 ? 0 : 1 } + [0])
            var met: [Int32] = []
            for access in accesses {
                let time = activity.windows.accesses[access].microseconds
                let resource = activity.windows.accesses[access].resource
                let chosen = alternatives.index(of: resource) ?? extra
                habits.isNew[extra] = chosen == extra ? 1 : 0
                if chosen == extra {
                    habits.model[extra] = weight(ofOther: resource, of: choice, in: alternatives)
                    habits.own[extra] = met.reduce(0) { $0 + alternatives.similarity(of: $1, to: resource) }
                }
                for place in 0...extra { habits.others[place] = 0 }
                recent.add(
                    alike.weights, within: time - Self.recentTime..<time, to: &habits.others, last: resource)
                // One of a sample stands for several.
                for place in 0..<extra { habits.others[place] *= alternatives.multiplicity }
                habits.likeness = Self.total(habits.others, habits.isNew)
                habits.modelTotal = Self.total(habits.model, habits.isNew)
                habits.ownTotal = Self.total(habits.own, habits.isNew)
                visit(access, chosen, habits, choice.logRanks != nil)
                if chosen != extra { habits.isNew[chosen] = 0 }
                habits.ownCount += 1
                // Of a resource that the history does not know nothing is like it.
                guard history.profile.popularity(ofResource: resource) > 0 else { continue }
                if met.count < Self.mostMet { met.append(resource) }
                similarities.add(of: resource, to: &habits.own)
            }
        }
    }

    /// The most earlier choices that a resource is compared with one by one.
    private static let mostMet = 200

    /// The likeness of resources to all alternatives, some of which are kept: many accounts turn to the same ones.
    private struct Similarities {
        let alternatives: Alternatives
        private var kept: [Int32: [Double]] = [:]

        /// The most that are kept, of at most five hundred numbers each.
        private static let mostKept = 4096

        init(of alternatives: Alternatives) {
            self.alternatives = alternatives
        }

        mutating func add(of resource: Int32, to sums: inout [Double]) {
            guard let likeness = kept[resource] ?? alternatives.similarity(of: resource) else { return }
            if kept.count < Self.mostKept { kept[resource] = likeness }
            let multiplicity = alternatives.multiplicity
            for place in likeness.indices { sums[place] += likeness[place] * multiplicity }
        }
    }

    /// The weight of each alternative by the model, or by the number of its accounts where the model says nothing.
    private func weights(of choice: Alternatives.Choice, in alternatives: Alternatives) -> [Double] {
        let multiplicity = alternatives.multiplicity
        guard let logRanks = choice.logRanks else { return alternatives.popularity.map { $0 * multiplicity } }
        return logRanks.indices.map {
            weight(logRank: logRanks[$0], logPopularity: alternatives.logPopularity[$0]) * multiplicity
        }
    }

    /// The same of a resource that is none of the alternatives; 0 where the history does not know it.
    private func weight(
        ofOther resource: Int32, of choice: Alternatives.Choice, in alternatives: Alternatives
    ) -> Double {
        let popularity = Double(alternatives.history.profile.popularity(ofResource: resource))
        guard choice.logRanks != nil else { return popularity }
        return choice.logRank(ofOther: resource).map { weight(logRank: $0, logPopularity: log(popularity + 1)) } ?? 0
    }

    private func weight(logRank: Double, logPopularity: Double) -> Double {
        exp(model.weights[0] * logRank + model.weights[1] * logPopularity)
    }

    private static func total(_ weights: [Double], _ isNew: [Double]) -> Double {
        var total = 0.0
        for index in weights.indices { total += weights[index] * isNew[index] }
        return total
    }

    // MARK: The mixture

    /// What a choice tells of the mixture.
    private struct Chosen {
        let hasOwn: Bool
        let ownCount: Int
        let likeness: Double
        /// The probability of the resource by each habit.
        let model: Double
        let own: Double
        let others: Double
    }

    private mutating func learnMixture(from later: Activity, in kept: inout KeptChoices) throws {
        var known: [Chosen] = [], unknown: [Chosen] = []
        try walk(later, in: &kept) { _, place, habits, isKnown in
            let probabilities = habits.probabilities(of: place)
            let chosen = Chosen(
                hasOwn: habits.hasOwn, ownCount: habits.ownCount, likeness: habits.likeness,
                model: probabilities.model, own: probabilities.own, others: probabilities.others)
            if isKnown { known.append(chosen) } else { unknown.append(chosen) }
        }
        // Enough for the digits of four weights.
        known = Array(known.striding(by: max(1, known.count / 20_000)))
        func likelihood(_ choices: [Chosen], _ mixture: Mixture, isKnown: Bool) -> Double {
            var sum = 0.0
            for choice in choices {
                let weights = mixture.weights(
                    hasOwn: choice.hasOwn, ownCount: choice.ownCount, likeness: choice.likeness, isKnown: isKnown)
                sum += log(
                    (1 - weights.own - weights.others) * choice.model + weights.own * choice.own
                        + weights.others * choice.others + 1e-12)
            }
            return sum
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
    func evidence(of activity: Activity, in kept: inout KeptChoices) throws -> [Double?] {
        var evidence = [Double?](repeating: nil, count: activity.isNew.count)
        try walk(activity, in: &kept) { access, chosen, habits, isKnown in
            let weights = mixture.weights(
                hasOwn: habits.hasOwn, ownCount: habits.ownCount, likeness: habits.likeness, isKnown: isKnown)
            func factor(_ weight: Double, of total: Double) -> Double { total > 0 ? weight / total : 0 }
            let model = factor(1 - weights.own - weights.others, of: habits.modelTotal)
            let own = factor(weights.own, of: habits.ownTotal)
            let others = factor(weights.others, of: habits.likeness)
            func mass(_ place: Int) -> Double {
                habits.isNew[place]
                    * (model * habits.model[place] + own * habits.own[place] + others * habits.others[place])
            }
            let ofChosen = mass(chosen)
            guard ofChosen > 0 else { return }
            // Equal but for rounding.
            let less = ofChosen * (1 - 1e-6), equal = ofChosen * (1 + 1e-6)
            var below = 0.0, total = 0.0
            for place in habits.model.indices {
                let other = mass(place)
                total += other
                below += other < less ? other : other <= equal ? other / 2 : 0
            }
            evidence[access] = -log10(below / total)
        }
        return evidence
    }
}
