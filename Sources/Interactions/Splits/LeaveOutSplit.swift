package import AccessLogs
package import Parameters
package import Statistics

/// A division that leaves whole users, resources or departments out of training: how good is a model for those of whom
/// it has seen no access, or only a few?
///
/// This is another question than that of a division by time, and the measurements must not be pooled: time is ignored,
/// except for what a ``supportFraction`` leaves in training. Without support a held-out user (or resource) is unknown
/// to every model, so that pair models can score none of the cases; that is the finding.
///
/// The units of the test fold take no part in validation at all: no model by which settings are chosen has seen one of
/// their accesses. The test fold trains on the units of validation.
package struct LeaveOutSplit: Hashable, Sendable {
    /// What is held out as a whole.
    package enum Unit: String, CaseIterable, Hashable, Sendable, Codable {
        /// Users with all their accesses: joiners.
        case users
        /// Resources with all accesses to them: new shares.
        case resources
        /// Groups of users with all accesses of theirs, and all accesses (whoever made them) to the resources that
        /// are mainly theirs: those of whose distinct users more than half belong to the group.
        case departments
    }

    package var unit: Unit
    /// The fraction of the units to hold out for validation, and again for test, in (0, 0.5); at least one each.
    package var heldOut: Double
    /// The fraction of each held-out unit's accesses, the earliest ones, that stay in training, in [0, 1): a few shots.
    /// Rounded down. Where the log has no times, its order counts. An access of two held-out units (departments: a
    /// member of one at a resource of the other) stays if it is among the earliest of both.
    package var supportFraction: Double

    package init(unit: Unit, heldOut: Double = 0.2, supportFraction: Double = 0) {
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
    package func split(
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
    package func splits(
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
                    + "population \(population.rawValue); choose another population, or let a fraction of their "
                    + "accesses stay in training (support_share)")
        }
        return Fold(
            training: training,
            window: EvaluationWindow(
                benign: benign.map { LabeledAccess(user: $0.user, resource: $0.resource, time: nil, label: .benign) },
                days: nil, activeUsers: Set(measured.lazy.map { log.user[$0] }).count, accesses: measured.count))
    }
}

extension LeaveOutSplit: SplitRule {
    static let heldOut = Parameter<Double>(
        "held_out", in: Double.leastNonzeroMagnitude...0.5.nextDown, as: "a number above 0 and below 0.5",
        standard: 0.2, "Fraction of the users, resources or departments to hold out.")
    static let supportShare = Parameter<Double>(
        "support_share", in: 0...1.0.nextDown, as: "a number from 0 on and below 1", standard: 0,
        "Fraction of the accesses of each, the earliest ones, that stay in training.")

    package var id: String { "leave-\(unit.rawValue)-out" }

    package var summary: String {
        switch unit {
        case .users: "joiners"
        case .resources: "new shares"
        case .departments: "a department that training lacks; communities stand for departments"
        }
    }

    package var parameters: ParameterList { [Self.heldOut, Self.supportShare] }

    package var values: [String: ParameterValue] {
        [Self.heldOut.name: .real(heldOut), Self.supportShare.name: .real(supportFraction)]
    }

    package func with(_ values: ParameterSet) -> LeaveOutSplit {
        LeaveOutSplit(unit: unit, heldOut: values[Self.heldOut], supportFraction: values[Self.supportShare])
    }

    /// Departments are not in logs: the communities that are found in this one stand for them.
    package func splits(
        of log: AccessLog, population: Population, replicates: Int, seed: Seed
    ) throws(SplitError) -> [Split] {
        try splits(
            log, population: population, groups: unit == .departments ? Self.communities(of: log) : nil,
            replicates: replicates, seed: seed)
    }

    /// The community of each user, by the log's indices.
    private static func communities(of log: AccessLog) -> [Int?] {
        let matrix = InteractionMatrix(counting: log)
        let communities = Communities(of: matrix.counts)
        return log.users.names.map { name in
            matrix.users.index(of: name).flatMap { communities.ofUser[Int($0)] }.map { Int($0) }
        }
    }

    package var isTimeless: Bool { true }
    package var variation: String { "injection, what validation leaves out, and start vary" }

    package var testToTraining: Double {
        heldOut * (1 - supportFraction) / (1 - heldOut * (1 - supportFraction))
    }
}

/// The units of a log that can be held out as a whole, and which of them the test fold holds out.
struct HeldOutUnits {
    /// The units that the test fold holds out.
    let test: Set<Int>

    /// The unit of each user; −1 for none.
    private let ofUser: [Int]
    /// The unit of each resource; −1 for none.
    private let ofResource: [Int]
    /// The other units, ascending.
    private let remaining: [Int]
    /// How many units each fold holds out.
    private let count: Int

    /// - Throws: ``SplitError`` where there are fewer than three units: one each for training, validation and test.
    init(
        of log: AccessLog, unit: LeaveOutSplit.Unit, groups: [Int?]?, fraction: Double, seed: Seed
    ) throws(SplitError) {
        let existing: [Int]
        switch unit {
        case .users:
            ofUser = Array(0..<log.users.count)
            ofResource = Array(repeating: -1, count: log.resources.count)
            existing = Set(log.user).map(Int.init)
        case .resources:
            ofUser = Array(repeating: -1, count: log.users.count)
            ofResource = Array(0..<log.resources.count)
            existing = Set(log.resource).map(Int.init)
        case .departments:
            guard let groups else {
                throw SplitError("leaving departments out needs to know the department of each user")
            }
            guard groups.count == log.users.count else {
                throw SplitError("departments are given for \(groups.count) users, the log has \(log.users.count)")
            }
            // Numbered anew, so that any integers will do.
            let names = Set(groups.compactMap { $0 }).sorted()
            let number = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
            ofUser = groups.map { $0.flatMap { number[$0] } ?? -1 }
            ofResource = Self.mainUnits(of: log, ofUser: ofUser)
            existing = Array(Set(log.user.lazy.map { [ofUser] in ofUser[Int($0)] }.filter { $0 >= 0 }))
        }
        guard existing.count >= 3 else {
            throw SplitError(
                "\(existing.count) \(unit.rawValue) are too few to hold some out: training, validation and test need "
                    + "one each")
        }
        var units = existing.sorted()
        RandomStream(seed: seed.derived("test units")).shuffle(&units)
        count = min(max(1, Int((fraction * Double(units.count)).rounded())), (units.count - 1) / 2)
        test = Set(units[..<count])
        remaining = units[count...].sorted()
    }

    /// The units that a validation fold holds out; none of them is the test fold's.
    func validation(replicate: Int, seed: Seed) -> Set<Int> {
        var units = remaining
        RandomStream(seed: seed.derived("validation units", replicate)).shuffle(&units)
        return Set(units[..<count])
    }

    /// Whether an access is one of these units: its user's or its resource's.
    func touches(_ access: Int, in log: AccessLog, _ units: Set<Int>) -> Bool {
        units.contains(ofUser[Int(log.user[access])]) || units.contains(ofResource[Int(log.resource[access])])
    }

    /// The accesses of the held-out units but for the first ones of each, its support, in the same order.
    func measured(of accesses: [Int], in log: AccessLog, holding held: Set<Int>, supportFraction: Double) -> [Int] {
        var total: [Int: Int] = [:]
        for access in accesses {
            for unit in unitsOf(access, in: log, among: held) { total[unit, default: 0] += 1 }
        }
        let support = total.mapValues { Int(Double($0) * supportFraction) }
        var met: [Int: Int] = [:]
        return accesses.filter { access in
            var isMeasured = false
            for unit in unitsOf(access, in: log, among: held) {
                let earlier = met[unit, default: 0]
                met[unit] = earlier + 1
                if earlier >= support[unit, default: 0] { isMeasured = true }
            }
            return isMeasured
        }
    }

    private func unitsOf(_ access: Int, in log: AccessLog, among held: Set<Int>) -> Set<Int> {
        Set([ofUser[Int(log.user[access])], ofResource[Int(log.resource[access])]]).intersection(held)
    }

    /// The unit to which more than half of a resource's distinct users belong; −1 where there is none.
    private static func mainUnits(of log: AccessLog, ofUser: [Int]) -> [Int] {
        var counts = [[Int: Int]](repeating: [:], count: log.resources.count)
        var pairs = PairSet()
        for access in 0..<log.count where pairs.insert(user: log.user[access], resource: log.resource[access]) {
            counts[Int(log.resource[access])][ofUser[Int(log.user[access])], default: 0] += 1
        }
        return counts.map { counts in
            let users = counts.values.reduce(0, +)
            return counts.first { unit, count in unit >= 0 && 2 * count > users }?.key ?? -1
        }
    }
}
