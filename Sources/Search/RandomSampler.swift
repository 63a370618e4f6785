package import Parameters
package import Statistics

/// Independent draws (Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 2012).
///
/// Where all values are equally likely and finitely many, the points come in a random order without repetition;
/// ranges of reals and whole numbers on a log scale are drawn anew in each trial.
package struct RandomSampler: Sampler {
    package let id = "random"
    package let summary = "independent draws; points in a random order where they are few"

    package init() {}

    package func trialCount(in space: SearchSpace, atMost trials: Int) -> Int {
        min(trials, space.pointCount ?? trials)
    }

    package func parameters(
        ofTrial trial: Int, in space: SearchSpace, seed: Seed, atMost trials: Int
    ) -> [String: ParameterValue] {
        var parameters: [String: ParameterValue] = [:]
        if let counts = equallyLikelyCounts(of: space) {
            let index = element(trial, ofPermutationOf: SearchSpace.product(counts), seed: seed)
            let digits = SearchSpace.digits(of: index, counts: counts)
            for (position, (name, dimension)) in space.ordered.enumerated() {
                let middle = (Double(digits[position]) + 0.5) / Double(counts[position])
                parameters[name] = dimension.value(drawnBy: middle)
            }
        } else {
            for (name, dimension) in space.ordered {
                // One stream for each name: another dimension changes nothing in this one.
                let random = RandomStream(seed: seed.derived("search \(name)", trial))
                parameters[name] = dimension.value(drawnBy: random.uniform())
            }
        }
        return parameters
    }

    /// The number of values of each dimension; nil where they are not equally likely or too many to be numbered.
    private func equallyLikelyCounts(of space: SearchSpace) -> [Int]? {
        var counts: [Int] = []
        for (_, dimension) in space.ordered {
            guard let count = dimension.count else { return nil }
            if dimension.listed == nil, case .integer(_, _, .log) = dimension { return nil }
            counts.append(count)
        }
        return SearchSpace.product(counts) <= Int(UInt32.max) ? counts : nil
    }

    /// The element at a position of a random permutation of 0..<count, which starts over at its end: a Fisher–Yates
    /// shuffle that remembers only the elements it has moved.
    private func element(_ position: Int, ofPermutationOf count: Int, seed: Seed) -> Int {
        let random = RandomStream(seed: seed.derived("search"))
        var moved: [Int: Int] = [:]
        var element = 0
        for step in 0...(position % count) {
            let chosen = step + random.index(below: count - step)
            element = moved[chosen] ?? chosen
            moved[chosen] = moved[step] ?? step
        }
        return element
    }
}
