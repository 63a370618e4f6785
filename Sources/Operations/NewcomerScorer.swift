import AccessLogs
package import Detectors
import Interactions

/// Scores accesses of users and resources that are not in training, by their other accesses in the same log.
///
/// An access is scored by the newcomer's other accesses alone: counted itself, it would look normal. New accounts and
/// new shares are a usual way of attack, and the reference system never scores them.
///
/// Of each access some fifty bytes are kept, not the event: a newcomer may sweep millions of shares.
package struct NewcomerScorer {
    private let model: FittedModel
    private let detector: any FoldingIn
    private var users = Newcomers()
    private var resources = Newcomers()
    /// Of each access, in the order in which they came, whether its user is new, or else its resource.
    private var isOfUser: [Bool] = []

    /// - Returns: nil where the model's algorithm cannot fold in, or its scores are normalised.
    package init?(_ model: FittedModel) {
        guard let detector = model.detector as? any FoldingIn else { return nil }
        self.model = model
        self.detector = detector
    }

    /// The accesses that are kept.
    package var count: Int { isOfUser.count }

    /// Keeps an access that the model gave no score because only one side is in training.
    ///
    /// - Returns: whether it was kept, to be passed on by ``score(isCancelled:progress:receive:)``.
    package mutating func keep(_ event: ScoredEvent) -> Bool {
        guard event.score.value == nil else { return false }
        let access = event.access
        let user = TenantName(tenant: access.tenant, name: access.user.name)
        let resource = TenantName(tenant: access.tenant, name: access.resource.name)
        switch (model.matrix.users.index(of: user), model.matrix.resources.index(of: resource)) {
        case (nil, let column?):
            users.append(user, with: column, access)
            isOfUser.append(true)
        case (let row?, nil):
            resources.append(resource, with: row, access)
            isOfUser.append(false)
        case (nil, nil), (_?, _?): return false
        }
        return true
    }

    /// Scores the accesses that were kept, and passes them on in the order in which they came: with a score where
    /// something else is known of the newcomer. They have the tenant, the names, the time and the weight of those that
    /// were kept, and nothing else.
    ///
    /// Complexity: a newcomer of n accesses takes O(n) where the algorithm folds in alternating least squares.
    ///
    /// - Parameters:
    ///   - isCancelled: asked now and then.
    ///   - progress: told now and then which fraction of the newcomers' accesses is scored.
    ///   - receive: takes each access.
    /// - Throws: what folding in and the closures throw; `CancellationError` once cancelled.
    package func score(
        isCancelled: () -> Bool = { false }, progress: (Double) throws -> Void = { _ in },
        receive: (ScoredEvent) throws -> Void
    ) throws {
        let fraction = count == 0 ? 0 : Double(users.count) / Double(count)
        let ofUsers = try users.scores(isCancelled, { try progress(fraction * $0) }) {
            try detector.leaveOneOutScores(ofNewUser: $0.map { ($0.index, $0.count) }, isCancelled: isCancelled)
        }
        let ofResources = try resources.scores(isCancelled, { try progress(fraction + (1 - fraction) * $0) }) {
            try detector.leaveOneOutScores(ofNewResource: $0.map { ($0.index, $0.count) }, isCancelled: isCancelled)
        }
        var user = 0, resource = 0
        for isOfUser in isOfUser {
            if isOfUser {
                let (name, access) = users[user]
                try receive(
                    event(
                        access, user: name, resource: model.matrix.resources[Int(access.index)], ofUsers[user],
                        otherwise: .unknownUser))
                user += 1
            } else {
                let (name, access) = resources[resource]
                try receive(
                    event(
                        access, user: model.matrix.users[Int(access.index)], resource: name, ofResources[resource],
                        otherwise: .unknownResource))
                resource += 1
            }
        }
    }

    /// All that ``score(isCancelled:progress:receive:)`` passes on.
    ///
    /// - Throws: what folding in throws.
    package func scored() throws -> [ScoredEvent] {
        var scored: [ScoredEvent] = []
        try score { scored.append($0) }
        return scored
    }

    private func event(
        _ access: Newcomers.Access, user: TenantName, resource: TenantName, _ score: Double,
        otherwise unknown: AnomalyScore
    ) -> ScoredEvent {
        ScoredEvent(
            access: AccessEvent(
                tenant: user.tenant, user: AccountIdentity(name: user.name),
                resource: ResourceIdentity(name: resource.name), time: access.time, weight: access.weight),
            score: score.isNaN ? unknown : .foldedIn(score))
    }
}

/// The accesses of newcomers of one side, in the order in which they came.
private struct Newcomers {
    /// An access, with the index of the side that is in training.
    struct Access {
        var index: Int32
        var weight: Double
        var time: Timestamp?
    }

    private var names = Vocabulary()
    private var newcomer: [Int32] = []
    private var accesses: [Access] = []

    var count: Int { accesses.count }

    subscript(index: Int) -> (newcomer: TenantName, access: Access) {
        (names[Int(newcomer[index])], accesses[index])
    }

    mutating func append(_ name: TenantName, with index: Int32, _ event: AccessEvent) {
        newcomer.append(names.insert(name))
        accesses.append(Access(index: index, weight: event.weight, time: event.time))
    }

    /// The score of each access: NaN where nothing else is known of its newcomer.
    ///
    /// - Parameter leaveOneOut: gives each of a newcomer's pairs, which are distinct and ascending, its score by the
    ///   others.
    func scores(
        _ isCancelled: () -> Bool, _ progress: (Double) throws -> Void,
        _ leaveOneOut: ([(index: Int32, count: Float)]) throws -> [Double]
    ) throws -> [Double] {
        // Newcomer by newcomer, and the accesses of a pair beside each other in the order in which they came.
        let order = accesses.indices.map { Int32($0) }.sorted { first, second in
            let one = Int(first), other = Int(second)
            return (newcomer[one], accesses[one].index, first) < (newcomer[other], accesses[other].index, second)
        }
        var scores = [Double](repeating: .nan, count: accesses.count)
        var start = 0, told = 0
        while start < order.count {
            if isCancelled() { throw CancellationError() }
            let own = newcomer[Int(order[start])]
            var pairs: [(index: Int32, count: Float)] = [], end = start
            while end < order.count, newcomer[Int(order[end])] == own {
                let access = accesses[Int(order[end])]
                if pairs.last?.index != access.index { pairs.append((access.index, 0)) }
                pairs[pairs.count - 1].count += Float(access.weight)
                end += 1
            }
            if pairs.count > 1 {
                let found = try leaveOneOut(pairs)
                var pair = 0
                for index in order[start..<end].lazy.map({ Int($0) }) {
                    while pairs[pair].index != accesses[index].index { pair += 1 }
                    scores[index] = found[pair]
                }
            }
            if end - told >= 1 << 14 {
                told = end
                try progress(Double(end) / Double(order.count))
            }
            start = end
        }
        return scores
    }
}
