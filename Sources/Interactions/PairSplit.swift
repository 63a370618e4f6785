public import AccessLogs
public import Statistics

/// A division by pairs, for data without time: some of the distinct pairs are held out while their user and their
/// resource both keep one in training.
///
/// The test fold holds out a share of all pairs; the validation fold holds out the same share of what is left to
/// train on, so that choosing settings never sees a test pair.
public struct PairSplit: Hashable, Sendable {
    /// The share of the distinct pairs to hold out, in (0, 1).
    public var heldOut: Double

    public init(heldOut: Double = 0.2) {
        self.heldOut = heldOut
    }

    /// - Throws: ``SplitError`` where no pair can be held out.
    public func split(_ log: AccessLog, using random: RandomStream) throws(SplitError) -> Split {
        let test = try fold(of: log, accesses: Array(0..<log.count), random, name: "test")
        let validation = try fold(of: log, accesses: test.training, random, name: "validation")
        return Split(validation: validation, test: test)
    }

    private func fold(
        of log: AccessLog, accesses: [Int], _ random: RandomStream, name: String
    ) throws(SplitError) -> Fold {
        var pairs: [LabelledAccess] = []
        var distinct = PairSet()
        var userPairs = [Int](repeating: 0, count: log.users.count)
        var resourcePairs = [Int](repeating: 0, count: log.resources.count)
        for access in accesses where distinct.insert(user: log.user[access], resource: log.resource[access]) {
            pairs.append(
                LabelledAccess(user: log.user[access], resource: log.resource[access], day: nil, label: .benign))
            userPairs[Int(log.user[access])] += 1
            resourcePairs[Int(log.resource[access])] += 1
        }
        random.shuffle(&pairs)
        let wanted = Int(Double(pairs.count) * heldOut)
        var benign: [LabelledAccess] = []
        var held = PairSet()
        for pair in pairs where benign.count < wanted {
            let user = Int(pair.user), resource = Int(pair.resource)
            guard userPairs[user] > 1, resourcePairs[resource] > 1 else { continue }
            userPairs[user] -= 1
            resourcePairs[resource] -= 1
            benign.append(pair)
            held.insert(user: pair.user, resource: pair.resource)
        }
        guard !benign.isEmpty else {
            throw SplitError(
                "none of \(pairs.count) pairs can be held out for \(name): each is the only one of its user or resource")
        }
        return Fold(
            training: accesses.filter { !held.contains(user: log.user[$0], resource: log.resource[$0]) },
            window: EvaluationWindow(
                benign: benign, days: nil, activeUsers: Set(benign.lazy.map(\.user)).count))
    }
}
