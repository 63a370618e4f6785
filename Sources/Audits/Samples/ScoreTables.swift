import Interactions
import Statistics

/// Made-up tables of scored rows: everything that may be odd about scores, in small.
struct ScoreTables {
    struct Table: Sendable {
        let name: String
        let rows: [MadeUpRow]
        var policy = UnscorablePolicy.rankLast
    }

    /// - Parameter variants: how many of each kind.
    static func all(variants: Int, seed: Seed) -> [Table] {
        (0..<variants).flatMap { variant in
            all(using: RandomStream(seed: seed.derived("tables", variant))).map { table in
                Table(name: "\(table.name) \(variant + 1)", rows: table.rows, policy: table.policy)
            }
        }
    }

    private static func all(using random: RandomStream) -> [Table] {
        let plain = untimed(12, 60, using: random), timed = timed(attacks: 12, users: 14, using: random)
        func scored(_ rows: [MadeUpRow], _ score: (MadeUpRow) -> Double?) -> [MadeUpRow] {
            rows.map { row in
                var row = row
                row.score = score(row)
                return row
            }
        }
        let odd = [
            Double.infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
            -.leastNonzeroMagnitude, 0, -0.0, 1, 1.0.nextUp, 1.0.nextDown, 1e300, 1e308,
        ]
        var weighted = timed
        for index in weighted.indices { weighted[index].weight = Double(random.index(below: 9)) / 4 }
        var lightly = plain
        for index in lightly.indices { lightly[index].weight = Double(random.index(below: 4)) / 2 }
        let gaps = scored(timed) { row in random.bernoulli(0.15) ? nil : row.score }
        let hits = plain.filter(\.isInjected), others = plain.filter { !$0.isInjected }
        return [
            Table(name: "independent rows", rows: plain),
            Table(name: "ties", rows: scored(plain) { $0.score?.rounded() }),
            Table(name: "equal scores", rows: scored(plain) { _ in 7 }),
            Table(
                name: "infinite, huge and tiny scores", rows: scored(plain) { _ in odd[random.index(below: odd.count)] }
            ),
            Table(name: "perfect scores", rows: scored(plain) { $0.isInjected ? 2 + ($0.score ?? 0) * 0 : 1 }),
            Table(name: "reversed scores", rows: scored(plain) { $0.isInjected ? -9 : $0.score }),
            Table(name: "one injected row", rows: Array(hits.prefix(1)) + others),
            Table(name: "one benign row", rows: hits + others.prefix(1)),
            Table(name: "two rows", rows: Array(hits.prefix(1)) + others.prefix(1)),
            Table(name: "benign rows alone", rows: others),
            Table(name: "injected rows alone", rows: hits),
            Table(name: "many benign rows", rows: untimed(25, 1_300, using: random)),
            Table(name: "weights", rows: lightly),
            Table(name: "days, users and attacks", rows: timed),
            Table(name: "cut ties of days", rows: scored(timed) { ($0.score ?? 0).rounded() }),
            Table(name: "weights of days", rows: weighted),
            Table(name: "missing scores, ranked last", rows: gaps),
            Table(name: "missing scores, ranked first", rows: gaps, policy: .rankFirst),
            Table(name: "missing scores, dropped", rows: gaps, policy: .drop),
        ]
    }

    private static func untimed(_ injected: Int, _ benign: Int, using random: RandomStream) -> [MadeUpRow] {
        (0..<injected + benign).map { number in
            MadeUpRow(score: random.gaussian(mean: number < injected ? 1 : 0), isInjected: number < injected)
        }
    }

    /// Attacks of up to four accesses in two scenarios, with benign twins, among users of two tenants in six days.
    private static func timed(attacks: Int, users: Int, using random: RandomStream) -> [MadeUpRow] {
        var rows: [MadeUpRow] = []
        func row(_ isInjected: Bool, user: Int, day: Int) -> MadeUpRow {
            MadeUpRow(
                score: random.gaussian(mean: isInjected ? 1.3 : 0), isInjected: isInjected, user: "u\(user)",
                tenant: user.isMultiple(of: 2) ? "north" : "south",
                time: (20_458 + day, 600 * random.index(below: 144)))
        }
        for attack in 0..<attacks {
            let user = random.index(below: users), day = random.index(below: 5)
            let scenario = attack.isMultiple(of: 3) ? "fast" : "slow"
            for step in 0...random.index(below: 4) {
                for isInjected in [true, false] {
                    var row = row(isInjected, user: user, day: day + (scenario == "slow" ? step / 2 : 0))
                    row.scenario = scenario
                    row.attack = isInjected ? "i\(attack)" : ""
                    rows.append(row)
                }
            }
        }
        for _ in 0..<90 { rows.append(row(false, user: random.index(below: users), day: random.index(below: 6))) }
        return rows
    }
}
