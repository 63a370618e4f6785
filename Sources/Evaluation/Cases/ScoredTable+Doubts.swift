import Interactions

extension ScoredTable {
    /// What makes measurements of these rows look better, or more certain, than they are, in sentences.
    public var doubts: [String] {
        [seenDoubt, repeatsDoubt].compactMap { $0 }
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
