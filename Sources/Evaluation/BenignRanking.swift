/// The benign cases that have a score, from the highest.
struct BenignRanking: Sendable {
    let scores: [Double]
    /// Their places among the cases that were given.
    let places: [Int32]

    init(_ cases: ScoredCases) {
        var scores: [Double] = [], places: [Int32] = []
        for rank in 0..<cases.count where !cases.isInjected[rank] && cases.isScorable[rank] {
            scores.append(cases.scores[rank])
            places.append(cases.order[rank])
        }
        self.scores = scores
        self.places = places
    }

    /// The lowest threshold that at most so many cases exceed, equal scores as one.
    ///
    /// - Parameter weights: how often a case counts, by its place among those that were given; once where nil.
    /// - Returns: nil where there is no case.
    func threshold(allowing allowed: Double, weights: [Double]? = nil) -> Double? {
        guard let lowest = scores.last else { return nil }
        var sum = 0.0, place = 0
        while place < scores.count {
            let score = scores[place]
            while place < scores.count, scores[place] == score {
                sum += weights?[Int(places[place])] ?? 1
                place += 1
            }
            if sum > allowed { return score }
        }
        return lowest.nextDown
    }
}
