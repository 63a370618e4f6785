import AccessLogs
import Statistics

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
