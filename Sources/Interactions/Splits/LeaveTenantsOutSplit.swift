package import AccessLogs
package import Parameters
package import Statistics

/// A division by tenants: do settings that were chosen on some tenants serve the others?
///
/// A model of a tenant needs training accesses of that tenant, so that not the training is left out but the choice: the
/// validation fold holds accesses of the selection tenants only, the test fold accesses of the held-out tenants only,
/// training included. Within each, the division is by time where every access has one, and by pairs otherwise. The days
/// of a division by time are those of the whole log, so that settings are chosen on days before the test window.
package struct LeaveTenantsOutSplit: Hashable, Sendable {
    /// The fraction of the tenants that only the test fold uses, in (0, 1); at least one tenant, and never all.
    package var heldOut: Double
    /// The division of a log with times.
    package var time: TimeSplit
    /// The division of a log without.
    package var pairs: PairSplit

    package init(heldOut: Double = 0.5, time: TimeSplit = TimeSplit(), pairs: PairSplit = PairSplit()) {
        self.heldOut = heldOut
        self.time = time
        self.pairs = pairs
    }

    /// Divides a log once.
    ///
    /// - Parameter population: the cases of a division by time; by pairs they are always new pairs of known users and
    ///   resources.
    /// - Throws: ``SplitError`` where there is but one tenant, or a part would be empty.
    package func split(_ log: AccessLog, population: Population, seed: Seed) throws(SplitError) -> Split {
        let (selection, test) = try accesses(of: log, seed: seed)
        if log.isTimed {
            let chosen = try TimedFolds(of: log, among: selection, population: population)
            let held = try TimedFolds(of: log, among: test, population: population)
            return Split(validation: [try time.validationFold(of: chosen)], test: try time.testFold(of: held))
        }
        return Split(
            validation: [try pairs.validationFold(of: log, among: selection, replicate: 0, seed: seed)],
            test: try pairs.testFold(of: log, among: test, seed: seed))
    }

    /// Divides a log once for each replicate.
    ///
    /// - Returns: one split for each replicate, all with the same held-out tenants and the same test fold. A division
    ///   by pairs draws the pairs of validation anew; one by time is the same for all replicates.
    /// - Throws: ``SplitError`` as ``split(_:population:seed:)`` does.
    package func splits(
        _ log: AccessLog, population: Population, replicates: Int, seed: Seed
    ) throws(SplitError) -> [Split] {
        let first = try split(log, population: population, seed: seed)
        if log.isTimed { return Array(repeating: first, count: replicates) }
        let selection = try accesses(of: log, seed: seed).selection
        var splits: [Split] = []
        for replicate in 0..<replicates {
            let fold = try pairs.validationFold(of: log, among: selection, replicate: replicate, seed: seed)
            splits.append(Split(validation: [fold], test: first.test))
        }
        return splits
    }

    /// The accesses of the tenants that settings are chosen on, and of those held out.
    private func accesses(of log: AccessLog, seed: Seed) throws(SplitError) -> (selection: [Int], test: [Int]) {
        var tenants = Set(Set(log.user).lazy.map { log.users[Int($0)].tenant }).sorted()
        guard tenants.count >= 2 else {
            throw SplitError(
                "leaving tenants out needs at least two of them, as settings are chosen on some and tested on others; "
                    + "the log has \(tenants.count)")
        }
        RandomStream(seed: seed.derived("test tenants")).shuffle(&tenants)
        let count = min(max(1, Int((heldOut * Double(tenants.count)).rounded())), tenants.count - 1)
        let held = Set(tenants[..<count])
        let isHeld = log.users.names.map { held.contains($0.tenant) }
        return (
            (0..<log.count).filter { !isHeld[Int(log.user[$0])] }, (0..<log.count).filter { isHeld[Int(log.user[$0])] }
        )
    }
}

extension LeaveTenantsOutSplit: SplitRule {
    private static let fraction = Double.leastNonzeroMagnitude...1.0.nextDown
    private static let words = "a number between 0 and 1"

    static let heldOut = Parameter<Double>(
        "held_out", in: fraction, as: words, standard: 0.5, "Fraction of the tenants that only the test uses.")
    static let heldOutPairs = Parameter<Double>(
        "held_out_pairs", in: fraction, as: words, standard: 0.2,
        "Fraction of the pairs to hold out where the log has no times.")

    package var id: String { "leave-tenants-out" }
    package var summary: String { "do settings carry over to other organisations?" }
    package var parameters: ParameterList { [Self.heldOut, Self.heldOutPairs] + time.parameters }

    package var values: [String: ParameterValue] {
        time.values.merging(
            [Self.heldOut.name: .real(heldOut), Self.heldOutPairs.name: .real(pairs.heldOut)]) { $1 }
    }

    package func with(_ values: ParameterSet) throws(SplitError) -> LeaveTenantsOutSplit {
        LeaveTenantsOutSplit(
            heldOut: values[Self.heldOut], time: try time.with(values),
            pairs: PairSplit(heldOut: values[Self.heldOutPairs]))
    }

    package func splits(
        of log: AccessLog, population: Population, replicates: Int, seed: Seed
    ) throws(SplitError) -> [Split] {
        try splits(log, population: population, replicates: replicates, seed: seed)
    }

    package var variation: String { "injection, what validation leaves out, and start vary" }
    package var testToTraining: Double { time.testToTraining }
}
