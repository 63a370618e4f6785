/// The benign cases that have a score, from the highest.
struct BenignRanking: Sendable {
    let scores: [Double]
    /// Their indices in the cases that were given.
    let indices: [Int32]

    init(_ cases: ScoredCases) {
        var scores: [Double] = [], indices: [Int32] = []
        for rank in 0..<cases.count where !cases.isInjected[rank] && cases.isScorable[rank] {
            scores.append(cases.scores[rank])
            indices.append(cases.order[rank])
        }
        self.scores = scores
        self.indices = indices
    }

    /// The lowest threshold that at most `allowed` cases exceed, equal scores as one.
    ///
    /// - Parameter weights: how often a case counts, by its index in those that were given; once where nil.
    /// - Returns: nil where there is no case.
    func threshold(allowing allowed: Double, weights: [Double]? = nil) -> Double? {
        guard let lowest = scores.last else { return nil }
        var sum = 0.0, index = 0
        while index < scores.count {
            let score = scores[index]
            while index < scores.count, scores[index] == score {
                sum += weights?[Int(indices[index])] ?? 1
                index += 1
            }
            if sum > allowed { return score }
        }
        return lowest.nextDown
    }
}
