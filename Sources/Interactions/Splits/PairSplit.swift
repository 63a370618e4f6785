package import AccessLogs
package import Parameters
package import Statistics

/// A division by pairs, for data without time: some of the distinct pairs are held out while their user and their
/// resource both keep one in training.
///
/// The test fold holds out a fraction of all pairs; every validation fold holds out the same fraction of what is left
/// to train on. There is one test fold, so that choosing settings on several validation folds never sees a test pair.
package struct PairSplit: Hashable, Sendable {
    /// The fraction of the distinct pairs to hold out, in (0, 1).
    package var heldOut: Double

    package init(heldOut: Double = 0.2) {
        self.heldOut = heldOut
    }

    /// Divides a log once.
    ///
    /// - Throws: ``SplitError`` where no pair can be held out.
    package func split(_ log: AccessLog, seed: Seed) throws(SplitError) -> Split {
        let test = try testFold(of: log, seed: seed)
        let validation = try validationFold(of: log, among: test.training, replicate: 0, seed: seed)
        return Split(validation: [validation], test: test)
    }

    /// Divides a log once for each replicate.
    ///
    /// - Parameter seed: the root of the random streams; the test fold does not depend on the number of replicates.
    /// - Returns: one split for each replicate, all with the same test fold.
    /// - Throws: ``SplitError`` where no pair can be held out.
    package func splits(_ log: AccessLog, replicates: Int, seed: Seed) throws(SplitError) -> [Split] {
        let test = try testFold(of: log, seed: seed)
        var splits: [Split] = []
        for replicate in 0..<replicates {
            let validation = try validationFold(of: log, among: test.training, replicate: replicate, seed: seed)
            splits.append(Split(validation: [validation], test: test))
        }
        return splits
    }

    /// The test fold alone, for data that leave nothing to hold out a second time.
    ///
    /// - Throws: ``SplitError`` where no pair can be held out.
    package func testFold(of log: AccessLog, seed: Seed) throws(SplitError) -> Fold {
        try testFold(of: log, among: Array(0..<log.count), seed: seed)
    }

    func testFold(of log: AccessLog, among accesses: [Int], seed: Seed) throws(SplitError) -> Fold {
        try fold(
            of: log, accesses: accesses, RandomStream(seed: seed.derived("test pairs")), name: "test")
    }

    func validationFold(
        of log: AccessLog, among accesses: [Int], replicate: Int, seed: Seed
    ) throws(SplitError) -> Fold {
        let random = RandomStream(seed: seed.derived("validation pairs", replicate))
        return try fold(of: log, accesses: accesses, random, name: "validation")
    }

    private func fold(
        of log: AccessLog, accesses: [Int], _ random: RandomStream, name: String
    ) throws(SplitError) -> Fold {
        var pairs: [LabeledAccess] = []
        var distinct = PairSet()
        var userPairs = [Int](repeating: 0, count: log.users.count)
        var resourcePairs = [Int](repeating: 0, count: log.resources.count)
        for access in accesses where distinct.insert(user: log.user[access], resource: log.resource[access]) {
            pairs.append(
                LabeledAccess(user: log.user[access], resource: log.resource[access], time: nil, label: .benign))
            userPairs[Int(log.user[access])] += 1
            resourcePairs[Int(log.resource[access])] += 1
        }
        random.shuffle(&pairs)
        let wanted = Int(Double(pairs.count) * heldOut)
        var benign: [LabeledAccess] = []
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
                "none of \(pairs.count) pairs can be held out for \(name): each is the only one of its user or resource"
            )
        }
        return Fold(
            training: accesses.filter { !held.contains(user: log.user[$0], resource: log.resource[$0]) },
            window: EvaluationWindow(
                benign: benign, days: nil, activeUsers: Set(benign.lazy.map(\.user)).count,
                accesses: accesses.count { held.contains(user: log.user[$0], resource: log.resource[$0]) }))
    }
}

extension PairSplit: SplitRule {
    static let heldOut = Parameter<Double>(
        "held_out", in: Double.leastNonzeroMagnitude...1.0.nextDown, as: "a number between 0 and 1", standard: 0.2,
        "Fraction of the distinct pairs to hold out.")

    package var id: String { "pairs" }
    package var summary: String { "data without times" }
    package var parameters: ParameterList { [Self.heldOut] }
    package var values: [String: ParameterValue] { [Self.heldOut.name: .real(heldOut)] }

    package func with(_ values: ParameterSet) -> PairSplit { PairSplit(heldOut: values[Self.heldOut]) }

    /// - Parameter population: plays no part: the cases are new pairs of known users and resources.
    package func splits(
        of log: AccessLog, population: Population, replicates: Int, seed: Seed
    ) throws(SplitError) -> [Split] {
        try splits(log, replicates: replicates, seed: seed)
    }

    package var isTimeless: Bool { true }
    package var variation: String { "injection, validation pairs and start vary" }
    package var testToTraining: Double { heldOut / (1 - heldOut) }
}
