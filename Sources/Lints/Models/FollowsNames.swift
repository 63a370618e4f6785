import Interactions
import Statistics

/// A program whose scores follow the names of users and resources, or the order of rows that names give.
///
/// Programs are told pseudonyms in an order that is drawn anew. Other pseudonyms must give the same scores, up to what
/// another seed of the program changes as well.
struct FollowsNames: Lint {
    static let id = "follows-names"
    static let pitfall = "a program scores by the names or the order of users and resources, not by their accesses"
    static let stages = [LintStage.prepared, .chosen]

    private static let mostCases = 500
    /// The rank correlation from which on scores count as the same.
    private static let same = 0.99

    func check(_ subject: LintSubject) throws -> LintFinding {
        guard !subject.foreign.isEmpty else { return .pass("no program of somebody else takes part") }
        guard let phase = subject.test.first else { return .pass("there is no test fold") }
        let cases = phase.sample(of: Self.mostCases)
        return try subject.finding(on: subject.foreign) { algorithm in
            let scores = try algorithm.fit(phase, .planned).scores(cases)
            let renamed = Self.correlation(scores, try algorithm.fit(phase, .renamed).scores(cases))
            let text = "under other names the rank correlation of its scores with themselves is \(Self.text(renamed))"
            guard renamed < Self.same else { return .pass(text) }
            let reseeded = Self.correlation(scores, try algorithm.fit(phase, .reseeded).scores(cases))
            let comparison = text + ", with another seed \(Self.text(reseeded))"
            return 1 - renamed > 2 * (1 - reseeded) + 0.01
                ? .warning(comparison + ": it goes by names or by the order of rows") : .pass(comparison)
        }
    }

    /// Spearman's correlation of the scores that both have; 1 where there is nothing to correlate.
    private static func correlation(_ first: [Double?], _ second: [Double?]) -> Double {
        let both = zip(first, second).compactMap { pair in pair.0.flatMap { one in pair.1.map { (one, $0) } } }
        let ranks = (MidRanks(of: both.map(\.0)).ranks, MidRanks(of: both.map(\.1)).ranks)
        let mean = Double(both.count + 1) / 2
        var product = 0.0, squares = (0.0, 0.0)
        for (one, other) in zip(ranks.0, ranks.1) {
            product += (one - mean) * (other - mean)
            squares.0 += (one - mean) * (one - mean)
            squares.1 += (other - mean) * (other - mean)
        }
        // Equal scores throughout say nothing of names; where only one of both is so, they have nothing in common.
        guard squares.0 > 0, squares.1 > 0 else { return squares.0 == squares.1 ? 1 : 0 }
        return product / (squares.0 * squares.1).squareRoot()
    }

    private static func text(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
