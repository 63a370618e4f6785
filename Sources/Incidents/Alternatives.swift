import Algorithms
import Foundation
import Interactions
import Statistics

/// The resources that accounts may turn to: all that a history knows, or a sample of them; the same for every account.
struct Alternatives: Sendable {
    let history: SignalHistory
    /// Ascending.
    let resources: [Int32]
    /// How many of the known resources each of ``resources`` stands for.
    let multiplicity: Double
    /// The number of accounts that have each of ``resources``.
    let popularity: [Double]
    /// log(``popularity`` + 1).
    let logPopularity: [Double]
    /// By resource; −1 for those that are none of the alternatives.
    private let places: [Int32]

    /// The most resources that are looked at.
    private static let mostResources = 500
    /// The most accounts of one resource that likeness is told from: a resource that everybody has tells nothing.
    private static let mostAccounts = 2000

    init(in history: SignalHistory) {
        self.history = history
        var known = (0..<Int32(clamping: history.resources)).filter { history.profile.popularity(ofResource: $0) > 0 }
        let count = known.count
        if count > Self.mostResources {
            RandomStream(seed: Seed(0).derived("alternatives")).shuffle(&known)
            known = known.prefix(Self.mostResources).sorted()
        }
        resources = known
        multiplicity = known.isEmpty ? 1 : Double(count) / Double(known.count)
        popularity = known.map { Double(history.profile.popularity(ofResource: $0)) }
        logPopularity = popularity.map { log($0 + 1) }
        var places = [Int32](repeating: -1, count: history.resources)
        for (place, resource) in known.enumerated() { places[Int(resource)] = Int32(place) }
        self.places = places
    }

    /// The index of a resource in ``resources``; nil where it is not one of them.
    func index(of resource: Int32) -> Int? {
        guard resource >= 0, Int(resource) < places.count, places[Int(resource)] >= 0 else { return nil }
        return Int(places[Int(resource)])
    }

    /// What an account may turn to.
    struct Choice {
        /// Whether the account had accessed each of ``Alternatives/resources``.
        let isSeen: [Bool]
        /// The logarithm of the rank of each by the model's score among those not seen, the most usual first, as a fraction;
        /// nil where the model says nothing of the account.
        let logRanks: [Double]?
        /// The scores of those not seen, ascending.
        fileprivate let sorted: [Double]
        /// The scores of other resources that are asked for.
        fileprivate let others: [Int32: Double]

        /// The rank that a resource would have that is none of the alternatives; nil where the model says nothing of it.
        func logRank(ofOther resource: Int32) -> Double? {
            guard logRanks != nil, let score = others[resource] else { return nil }
            let below = sorted.partitioningIndex { $0 >= score }, through = sorted.partitioningIndex { $0 > score }
            return log((Double(below + through) / 2 + 0.5) / Double(sorted.count + 1))
        }
    }

    /// - Parameter asked: what the account turns to. Of those that are alternatives nothing depends on it, so that what
    ///   comes later changes nothing.
    func choice(of user: Int32, asked: [Int32]) throws -> Choice {
        var isSeen = [Bool](repeating: false, count: resources.count)
        for resource in history.profile.resources(ofUser: user) {
            if let index = index(of: resource) { isSeen[index] = true }
        }
        let others = Set(asked.lazy.filter { index(of: $0) == nil && history.profile.popularity(ofResource: $0) > 0 })
            .sorted()
        let scores = try history.score(user, resources + others)
        let unseen = resources.indices.filter { !isSeen[$0] }
        let known = unseen.compactMap { scores[$0] }
        var logRanks: [Double]?
        if known.count == unseen.count, !known.isEmpty {
            let ranks = MidRanks(of: known).ranks
            var all = [Double](repeating: 0, count: resources.count)
            for index in unseen.indices { all[unseen[index]] = log((ranks[index] - 0.5) / Double(known.count)) }
            logRanks = all
        }
        return Choice(
            isSeen: isSeen, logRanks: logRanks, sorted: others.isEmpty ? [] : known.sorted(),
            others: Dictionary(
                uniqueKeysWithValues: zip(others, scores[resources.count...]).compactMap { resource, score in
                    score.map { (resource, $0) }
                }))
    }

    /// How alike the accounts of a resource and those of each of ``resources`` are: the cosine of their sets; nil where
    /// nothing can be told.
    func similarity(of resource: Int32) -> [Double]? {
        let users = history.profile.users(ofResource: resource)
        guard !users.isEmpty, users.count <= Self.mostAccounts else { return nil }
        var common = [Double](repeating: 0, count: resources.count)
        for user in users {
            for other in history.profile.resources(ofUser: user) where places[Int(other)] >= 0 {
                common[Int(places[Int(other)])] += 1
            }
        }
        for place in common.indices where common[place] > 0 {
            common[place] /= (Double(users.count) * popularity[place]).squareRoot()
        }
        return common
    }

    /// How alike the accounts of two resources are.
    func similarity(of resource: Int32, to other: Int32) -> Double {
        let users = history.profile.users(ofResource: resource), others = history.profile.users(ofResource: other)
        guard !users.isEmpty, !others.isEmpty, users.count <= Self.mostAccounts else { return 0 }
        let common = users.count { user in
            let place = others.partitioningIndex { $0 >= user }
            return place < others.endIndex && others[place] == user
        }
        return Double(common) / (Double(users.count) * Double(others.count)).squareRoot()
    }
}
