import Foundation

/// What counts of independent events may come to by chance.
enum BinomialBand {
    /// The probability that at most `successes` of the trials succeed.
    static func probability(ofAtMost successes: Int, of trials: Int, each probability: Double) -> Double {
        guard successes < trials else { return 1 }
        var sum = 0.0, logarithm = Double(trials) * log(1 - probability)
        for count in 0...max(0, successes) where successes >= 0 {
            sum += exp(logarithm)
            logarithm += log(Double(trials - count) / Double(count + 1)) + log(probability / (1 - probability))
        }
        return min(1, sum)
    }

    /// The least number of successes that 99 % of experiments stay at or below.
    static func most(of trials: Int, each probability: Double) -> Int {
        (0...trials).first { self.probability(ofAtMost: $0, of: trials, each: probability) >= 0.99 } ?? trials
    }

    /// The largest number of successes that 99 % of experiments reach or exceed.
    static func fewest(of trials: Int, each probability: Double) -> Int {
        (0...trials).first { self.probability(ofAtMost: $0, of: trials, each: probability) > 0.01 } ?? 0
    }
}
