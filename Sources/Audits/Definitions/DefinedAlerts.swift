/// What a budget of alerts raises, day by day, with every order of cut ties counted.
struct DefinedAlerts {
    /// The probability of each ranked row to be an alert, equal scores being in random order.
    let probabilities: [Double]
    private let rows: DefinedMeasures
    private let budget: Double
    let hits: Double
    let alarms: Double
    var total: Double { hits + alarms }

    init(of rows: DefinedMeasures, budget: Double) {
        self.rows = rows
        self.budget = budget
        var probabilities: [Double] = [], hits = 0.0, alarms = 0.0
        for one in rows.ranked {
            var above = 0.0, equal = 0.0
            for other in rows.ranked where Self.day(other.row, rows) == Self.day(one.row, rows) {
                if other.score > one.score { above += other.row.weight }
                if other.score == one.score { equal += other.row.weight }
            }
            // What has no score, and is ranked last, is never an alert.
            let isRaised = one.score > -.infinity && equal > 0
            let probability = isRaised ? min(1, max(0, (budget - above) / equal)) : 0
            probabilities.append(probability)
            if one.row.isInjected {
                hits += probability * one.row.weight
            } else {
                alarms += probability * one.row.weight
            }
        }
        self.probabilities = probabilities
        self.hits = hits
        self.alarms = alarms
    }

    private static func day(_ row: MadeUpRow, _ rows: DefinedMeasures) -> Int {
        rows.window.days == nil ? 0 : row.time?.day ?? 0
    }

    /// The ranked rows of each attack, by their indices, from the first to the last.
    private var attacks: [[Int]] {
        var members: [String: [Int]] = [:]
        for (index, item) in rows.ranked.enumerated() {
            if let key = item.row.attackKey { members[key, default: []].append(index) }
        }
        return members.keys.sorted().compactMap { members[$0] }.map { $0.sorted { time($0) < time($1) } }
    }

    /// Seconds since 1970.
    private func time(_ index: Int) -> Int {
        rows.ranked[index].row.time.map { $0.day * 86_400 + $0.second } ?? 0
    }

    /// The fraction of attacks with an alert.
    var foundAttacks: DefinedMeasures.Answer {
        guard !isWeighted else { return .untold }
        let attacks = attacks
        guard !attacks.isEmpty else { return .undefined }
        var found = 0.0
        for attack in attacks {
            guard let missed = missed(attack) else { return .untold }
            found += 1 - missed
        }
        return .value(found / Double(attacks.count))
    }

    /// The median time to the first alert of an attack, of all attacks, those that are never found included.
    ///
    /// - Parameter inRows: in accesses of the attack up to the alert, those of the same second included, and not in hours.
    func medianTime(inRows: Bool) -> DefinedMeasures.Answer {
        guard !isWeighted else { return .untold }
        let attacks = attacks
        guard !attacks.isEmpty, rows.window.days != nil else { return .undefined }
        var outcomes: [(time: Double, probability: Double)] = []
        for attack in attacks {
            var before = 1.0
            for moment in Set(attack.map(time)).sorted() {
                let upToNow = attack.filter { time($0) <= moment }
                guard let missed = missed(upToNow) else { return .untold }
                let elapsed = inRows ? Double(upToNow.count) : Double(moment - time(attack[0])) / 3600
                outcomes.append((elapsed, before - missed))
                before = missed
            }
        }
        // The least time by which half of all attacks have been found; sums of probabilities are rounded.
        let half = Double(attacks.count) / 2 - 1e-9
        let times = Set(outcomes.map(\.time)).sorted()
        let median = times.first { time in
            outcomes.reduce(0) { $0 + ($1.time <= time ? $1.probability : 0) } >= half
        }
        return median.map { .value($0) } ?? .undefined
    }

    private var isWeighted: Bool { rows.ranked.contains { $0.row.weight != 1 } }

    /// The most orders of a tie that are counted.
    private static let mostOrders = 200_000.0

    /// The probability that none of some rows is an alert: of all ways to choose the alerts among a cut tie, the fraction
    /// that chooses none of them; nil where there are too many ways, or a part of an alert is left.
    private func missed(_ members: [Int]) -> Double? {
        guard !members.contains(where: { probabilities[$0] == 1 }) else { return 0 }
        let cut = members.filter { probabilities[$0] > 0 }
        var probability = 1.0
        for day in Set(cut.map { Self.day(rows.ranked[$0].row, rows) }) {
            // The rows of the day that are neither surely alerts nor surely none.
            let tie = rows.ranked.indices.filter {
                Self.day(rows.ranked[$0].row, rows) == day && probabilities[$0] > 0 && probabilities[$0] < 1
            }
            let chosen = tie.reduce(0) { $0 + probabilities[$1] }
            guard abs(chosen - chosen.rounded()) < 1e-9 else { return nil }
            guard
                let fraction = Self.fraction(
                    choosing: Int(chosen.rounded()), of: tie.count, butNone: cut.count(where: tie.contains))
            else { return nil }
            probability *= fraction
        }
        return probability
    }

    /// Of all ways to choose some of several rows, the fraction that leaves out the first few, counted one by one.
    private static func fraction(choosing chosen: Int, of count: Int, butNone left: Int) -> Double? {
        var ways = 1.0
        for step in 0..<chosen { ways *= Double(count - step) / Double(step + 1) }
        guard ways <= mostOrders else { return nil }
        var choice = Array(0..<chosen), all = 0, without = 0
        while true {
            all += 1
            if !choice.contains(where: { $0 < left }) { without += 1 }
            // The next choice in the order of the alphabet.
            guard let place = choice.indices.last(where: { choice[$0] < count - chosen + $0 }) else { break }
            choice[place] += 1
            for later in place + 1..<max(place + 1, chosen) { choice[later] = choice[later - 1] + 1 }
        }
        return Double(without) / Double(all)
    }
}
