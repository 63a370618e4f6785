import Interactions

/// The metrics of some rows by their definitions, with every pair of rows looked at: slow, and nothing in common with how
/// the program computes them.
struct DefinedMeasures {
    /// What a definition says.
    enum Answer {
        case value(Double)
        /// There is no such number of these rows.
        case undefined
        /// It would take too long to count all orders of ties.
        case untold
    }

    /// The ranked rows, with −∞ or +∞ for those without a score.
    let ranked: [(score: Double, row: MadeUpRow)]
    /// All rows of the slice, dropped ones included.
    let all: [MadeUpRow]
    let window: Window
    let injected: Double
    let benign: Double

    /// The span of the whole table.
    struct Window {
        let days: Int?
        let activeUsers: Int
        let accesses: Int

        init(of rows: [MadeUpRow]) {
            let days = rows.compactMap { $0.time?.day }
            self.days = days.count == rows.count ? (days.max() ?? 0) - (days.min() ?? 0) + 1 : nil
            activeUsers = Set(rows.filter { !$0.user.isEmpty }.map { "\($0.tenant)/\($0.user)" }).count
            accesses = rows.count
        }
    }

    init(of rows: [MadeUpRow], window: Window, policy: UnscorablePolicy) {
        let missing = policy == .rankFirst ? Double.infinity : -.infinity
        let kept = policy == .drop ? rows.filter { $0.score != nil } : rows
        ranked = kept.map { ($0.score ?? missing, $0) }
        all = rows
        self.window = window
        injected = kept.reduce(0) { $0 + ($1.isInjected ? $1.weight : 0) }
        benign = kept.reduce(0) { $0 + ($1.isInjected ? 0 : $1.weight) }
    }
}
