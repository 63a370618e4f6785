public import AccessLogs
public import Statistics

/// A division that leaves whole users, resources or departments out of training: how good is a model for those of whom
/// it has seen no access, or only a few?
///
/// This is another question than that of a division by time, and the measurements must not be pooled: time is ignored,
/// except for what a ``supportFraction`` leaves in training. Without support a held-out user (or resource) is unknown
/// to every model, so that pair models can score none of the cases; that is the finding.
///
/// The units of the test fold take no part in validation at all: no model by which settings are chosen has seen one of
/// their accesses. The test fold trains on the units of validation.
public struct LeaveOutSplit: Hashable, Sendable {
    /// What is held out as a whole.
    public enum Unit: String, CaseIterable, Hashable, Sendable, Codable {
        /// Users with all their accesses: joiners.
        case users
        /// Resources with all accesses to them: new shares.
        case resources
        /// Groups of users with all accesses of theirs, and all accesses (whoever made them) to the resources that
        /// are mainly theirs: those of whose distinct users more than half belong to the group.
        case departments
    }

    public var unit: Unit
    /// The fraction of the units to hold out for validation, and again for test, in (0, 0.5); at least one each.
    public var heldOut: Double
    /// The fraction of each held-out unit's accesses, the earliest ones, that stay in training, in [0, 1): a few shots.
    /// Rounded down. Where the log has no times, its order counts. An access of two held-out units (departments: a
    /// member of one at a resource of the other) stays if it is among the earliest of both.
    public var supportFraction: Double

    public init(unit: Unit, heldOut: Double = 0.2, supportFraction: Double = 0) {
        self.unit = unit
        self.heldOut = heldOut
        self.supportFraction = supportFraction
    }

    /// Divides a log once.
    ///
    /// - Parameters:
    ///   - population: ``Population/newPairsOfKnown`` needs units with support.
    ///   - groups: the department of each user by user index, whether estimated or true; nil for users of none, who
    ///     are never held out. Needed for ``Unit/departments`` alone.
    /// - Throws: ``SplitError`` where there are too few units, or a part would be empty.
    public func split(
        _ log: AccessLog, population: Population, groups: [Int?]? = nil, seed: Seed
    ) throws(SplitError) -> Split {
        let units = try HeldOutUnits(of: log, unit: unit, groups: groups, fraction: heldOut, seed: seed)
        let drawn = units.validation(replicate: 0, seed: seed)
        return Split(
            validation: [try validationFold(of: units, drawn, in: log, population)],
            test: try testFold(of: units, in: log, population))
    }

    /// Divides a log once for each replicate.
    ///
    /// - Returns: one split for each replicate, all with the same test fold; the units of validation are drawn anew.
    /// - Throws: ``SplitError`` as ``split(_:population:groups:seed:)`` does.
    public func splits(
        _ log: AccessLog, population: Population, groups: [Int?]? = nil, replicates: Int, seed: Seed
    ) throws(SplitError) -> [Split] {
        let units = try HeldOutUnits(of: log, unit: unit, groups: groups, fraction: heldOut, seed: seed)
        let test = try testFold(of: units, in: log, population)
        var splits: [Split] = []
        for replicate in 0..<replicates {
            let drawn = units.validation(replicate: replicate, seed: seed)
            splits.append(
                Split(validation: [try validationFold(of: units, drawn, in: log, population)], test: test))
        }
        return splits
    }

    private func testFold(
        of units: HeldOutUnits, in log: AccessLog, _ population: Population
    ) throws(SplitError) -> Fold {
        try fold(of: units, holding: units.test, among: Array(0..<log.count), in: log, population, name: "test")
    }

    private func validationFold(
        of units: HeldOutUnits, _ drawn: Set<Int>, in log: AccessLog, _ population: Population
    ) throws(SplitError) -> Fold {
        let untested = (0..<log.count).filter { !units.touches($0, in: log, units.test) }
        return try fold(of: units, holding: drawn, among: untested, in: log, population, name: "validation")
    }

    private func fold(
        of units: HeldOutUnits, holding held: Set<Int>, among accesses: [Int], in log: AccessLog,
        _ population: Population, name: String
    ) throws(SplitError) -> Fold {
        // What has no time counts as the earliest, in the order of the log.
        let inOrder = accesses.sorted { (log.microseconds[$0], $0) < (log.microseconds[$1], $1) }
        let measured = units.measured(of: inOrder, in: log, holding: held, supportFraction: supportFraction)
        let isMeasured = Set(measured)
        let training = accesses.filter { !isMeasured.contains($0) }
        guard !training.isEmpty else {
            throw SplitError("nothing remains to train on for \(name) once \(held.count) \(unit.rawValue) are held out")
        }
        let benign = population.cases(
            among: measured, of: log, training: training, seenBefore: PairSet(of: training, in: log))
        guard !benign.isEmpty else {
            throw SplitError(
                "the \(held.count) \(unit.rawValue) held out for \(name) (\(measured.count) accesses) have no case of the "
                    + "population \(population.rawValue); choose another population, or let a support share of their "
                    + "accesses stay in training")
        }
        return Fold(
            training: training,
            window: EvaluationWindow(
                benign: benign.map { LabeledAccess(user: $0.user, resource: $0.resource, time: nil, label: .benign) },
                days: nil, activeUsers: Set(measured.lazy.map { log.user[$0] }).count, accesses: measured.count))
    }
}
