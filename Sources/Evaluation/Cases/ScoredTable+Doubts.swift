import AccessLogs
package import Interactions
import Statistics

extension ScoredTable {
    /// What makes measurements of these rows look better, or more certain, than they are, in sentences.
    ///
    /// - Parameter policy: what becomes of rows without a score.
    package func doubts(policy: UnscorablePolicy = .rankLast) -> [String] {
        [
            seenDoubt, repeatsDoubt, weightsDoubt, unscoredDoubt(policy), aloneDoubt, incidentsDoubt, emptyDaysDoubt,
        ].compactMap { $0 }
    }

    /// How far weights may move the area before it is said, and the fraction of rows without a score, of users that come once,
    /// and of days without a row, that need no word.
    private static let movedArea = 0.02, fewUnscored = 0.01, mostAlone = 0.98, mostEmptyDays = 0.5

    /// Weights may make of a scorer what they like: the area without them stands beside.
    private var weightsDoubt: String? {
        guard columns.contains(.weight), cases.contains(where: { $0.weight != cases[0].weight }) else { return nil }
        let scores = cases.map { $0.score ?? -.infinity }, positive = cases.map(\.isInjected)
        func area(_ weights: [Double]?) -> Double? {
            (try? RankingCurve(scores: scores, positive: positive, weights: weights))?.rocAUC
        }
        guard let weighted = area(cases.map(\.weight)), let plain = area(nil), abs(weighted - plain) > Self.movedArea
        else { return nil }
        return
            "the column weight takes the area under the ROC curve of all rows from \(Number.text(plain)) to "
            + "\(Number.text(weighted)): say where the weights come from, or leave the column out"
    }

    private func unscoredDoubt(_ policy: UnscorablePolicy) -> String? {
        guard policy != .rankLast else { return nil }
        func counts(_ isInjected: Bool) -> (unscored: Int, all: Int) {
            let rows = cases.filter { $0.isInjected == isInjected }
            return (rows.count { $0.score == nil }, rows.count)
        }
        let injected = counts(true), benign = counts(false), unscored = injected.unscored + benign.unscored
        guard Double(unscored) > Self.fewUnscored * Double(cases.count) else { return nil }
        let effect =
            policy == .drop
            ? "all figures are of the other rows alone" : "they come before all others, as if each were an alert"
        return
            "\(injected.unscored) of \(injected.all) injected rows and \(benign.unscored) of \(benign.all) benign rows have no "
            + "score, and with '\(policy.rawValue)' \(effect): compare with 'rank-last'"
    }

    /// Users of one row each make rows as good as independent, whether they are or not.
    private var aloneDoubt: String? {
        let users = cases.filter { !$0.isInjected && $0.user >= 0 }.map(\.user), count = Set(users).count
        guard users.count >= 100, Double(count) >= Self.mostAlone * Double(users.count) else { return nil }
        return
            "the \(users.count) benign rows have \(count) users: intervals and tests take nearly every row for a user of its own, and "
            + "are too sure of themselves where the column user does not tell who acted"
    }

    /// What is one attack counts once, as found or as a unit of intervals.
    private var incidentsDoubt: String? {
        guard columns.contains(.attack) else { return nil }
        var users: [Int32: Set<Int32>] = [:], rows = 0
        for item in cases where item.isInjected && item.attack >= 0 && item.user >= 0 {
            users[item.attack, default: []].insert(item.user)
        }
        let merged = users.filter { $0.value.count > 1 }
        for item in cases where item.isInjected && merged[item.attack] != nil { rows += 1 }
        guard !merged.isEmpty else { return nil }
        return
            "\(merged.count) of \(users.count) incidents have rows of several users, \(rows) rows in all: each counts as found with "
            + "its first alert, so that attacks that have nothing to do with one another need incidents of their own"
    }

    /// A budget is of alerts a day, also on days on which nothing happened.
    private var emptyDaysDoubt: String? {
        let times = cases.compactMap(\.microseconds)
        guard times.count == cases.count else { return nil }
        let days = Set(times.map { Timestamp(microseconds: $0).dayNumber })
        guard let first = days.min(), let last = days.max() else { return nil }
        let all = last - first + 1
        guard all >= 7, Double(all - days.count) > Self.mostEmptyDays * Double(all) else { return nil }
        return
            "only \(days.count) of the \(all) days from the first row to the last have a row: budgets and rates a day count all of "
            + "them, which makes both look better; see whether the times are right"
    }

    /// Rows that the model was trained on are easy: it says so itself.
    private var seenDoubt: String? {
        guard seen > 0 else { return nil }
        return
            "\(seen) of \(cases.count) rows carry case=\(AnomalyScore.seen(0).caseName): the model was trained on their "
            + "pairs, and what it scores low for that reason is no success; leave these rows out, or train on earlier days"
    }

    /// A row without its place in the file.
    private struct Row: Hashable {
        let key: RowKey
        let score: Double?
        let weight: Double
    }

    /// The fraction of repeated rows from which on they are no chance, and the fewest of them.
    private static let repeatedFraction = 0.01, fewestRepeated = 10
    /// The fewest different rows that can all come equally often by design alone.
    private static let fewestRows = 20

    /// Rows that come again make intervals too narrow, unless users tell that they belong together.
    private var repeatsDoubt: String? {
        var counts: [Row: Int] = [:]
        for (index, row) in cases.enumerated() {
            counts[Row(key: keys[index], score: row.score, weight: row.weight), default: 0] += 1
        }
        let repeats = cases.count - counts.count
        let remedy =
            columns.contains(.user)
            ? "see whether a file was put in twice"
            : "intervals take them for new evidence; leave them out, or give the column user, whose rows count together"
        let isIdentified = columns.contains(.user) && columns.contains(.resource)
        if isIdentified, repeats >= Self.fewestRepeated, Double(repeats) >= Self.repeatedFraction * Double(cases.count)
        {
            return "\(repeats) of \(cases.count) rows equal an earlier row in every column: \(remedy)"
        }
        // Without names equal scores are natural; that all rows come in like numbers is not.
        let factor = counts.count >= Self.fewestRows ? counts.values.reduce(0, Self.divisor) : 1
        return factor > 1
            ? "every one of the \(counts.count) different rows comes \(factor) times or a multiple of that: \(remedy)"
            : nil
    }

    private static func divisor(_ first: Int, _ second: Int) -> Int {
        var (a, b) = (first, second)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
