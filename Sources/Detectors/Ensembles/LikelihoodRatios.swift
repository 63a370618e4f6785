import Statistics

/// Votes as estimates of a likelihood ratio, and their weights.
///
/// A rank among unobserved pairs alone tells nothing apart beyond the most usual of these, where a member that solves its
/// matrix puts all legitimate pairs: with it, a vote of the best member is lost among those of others. The log odds of a
/// score's rank among the legitimate pairs are added, so that the vote goes on where one of the two ends.
///
/// Some unobserved pairs are legitimate, in dense matrices most of those that look usual: they have just not been seen, and
/// teach that the best members are poor. So many of those with the least sum of votes are left out as the most permissive
/// member, or the sum, allows (``LegitimateFraction``); then ranks and weights are taken anew. Unseen legitimate pairs are
/// often more usual than those that were left out, which makes the bounds of most members too low; and to leave out too
/// many costs little, too few much.
struct LikelihoodRatios {
    /// The vote of each member.
    let votes: [MemberVote]
    /// The weight of each vote; nil where the regression has no solution.
    let weights: [Double]?

    /// - Parameters:
    ///   - held: the scores of left-out pairs, of each member.
    ///   - negatives: those of unobserved pairs.
    ///   - fewest: how many unobserved pairs stay at least.
    init(held: [[Double]], negatives: [[Double]], fewest: Int) {
        let first = Self.votes(held: held, negatives: negatives)
        let sums = (
            held: Self.sums(of: held, first), negatives: Self.sums(of: negatives, first)
        )
        var fraction = LegitimateFraction.most(of: sums.negatives, legitimate: sums.held)
        for (held, negatives) in zip(held, negatives) {
            fraction = max(fraction, LegitimateFraction.most(of: negatives, legitimate: held))
        }
        let count = sums.negatives.count
        let leftOut = min(Int(fraction * Double(count)), max(0, count - fewest))
        let order = sums.negatives.indices.sorted { (sums.negatives[$0], $0) < (sums.negatives[$1], $1) }
        let kept = order[leftOut...].sorted()
        let rest = negatives.map { scores in kept.map { scores[$0] } }
        votes = Self.votes(held: held, negatives: rest)
        weights = Self.weights(of: votes, held: held, negatives: rest)
    }

    private static func votes(held: [[Double]], negatives: [[Double]]) -> [MemberVote] {
        zip(held, negatives).map { MemberVote(among: RankTransform(of: $1), legitimate: RankTransform(of: $0)) }
    }

    private static func sums(of scores: [[Double]], _ votes: [MemberVote]) -> [Double] {
        var sums = scores.first.map { $0.map { _ in 0.0 } } ?? []
        for (scores, vote) in zip(scores, votes) {
            for (index, score) in scores.enumerated() { sums[index] += vote(score) }
        }
        return sums
    }

    private static func weights(
        of votes: [MemberVote], held: [[Double]], negatives: [[Double]]
    ) -> [Double]? {
        var features: [Double] = [], positive: [Bool] = []
        for (scores, isPositive) in [(held, false), (negatives, true)] {
            for index in scores.first?.indices ?? 0..<0 {
                for (scores, vote) in zip(scores, votes) { features.append(vote(scores[index])) }
                positive.append(isPositive)
            }
        }
        return try? LogisticRegression(features: features, positive: positive, ridge: 1).weights
    }
}

/// What becomes of a member's score before it is weighed: the log odds of its rank among unobserved pairs, and of that
/// among legitimate pairs, where these are known.
struct MemberVote: Sendable {
    let among: RankTransform
    var legitimate: RankTransform?

    func callAsFunction(_ score: Double) -> Double {
        among(score) + (legitimate?(score) ?? 0)
    }
}
