package import Parameters
package import Statistics

/// Every combination of a few values for each dimension.
///
/// Constants, categories and doublings (scale `log2`) keep all their values. Ranges share what the number of trials
/// leaves: each starts with two levels, its bounds; then the range with the fewest levels gets one more, the earlier
/// name first, for as long as the grid fits. Levels are evenly spaced on the dimension's scale. Combinations are
/// numbered with the last name varying fastest.
package struct GridSampler: Sampler {
    package let id = "grid"
    package let summary = "every combination of a few values for each dimension"

    package init() {}

    package func trialCount(in space: SearchSpace, atMost trials: Int) throws(SearchError) -> Int {
        SearchSpace.product(try levels(of: space, atMost: trials).map(\.count))
    }

    package func parameters(
        ofTrial trial: Int, in space: SearchSpace, seed: Seed, atMost trials: Int
    ) throws(SearchError) -> [String: ParameterValue] {
        let levels = try levels(of: space, atMost: trials)
        let digits = SearchSpace.digits(of: trial, counts: levels.map(\.count))
        var parameters: [String: ParameterValue] = [:]
        for (index, (name, _)) in space.ordered.enumerated() {
            parameters[name] = levels[index][digits[index]]
        }
        return parameters
    }

    /// The values of each dimension, in the order of the names.
    private func levels(of space: SearchSpace, atMost trials: Int) throws(SearchError) -> [[ParameterValue]] {
        let dimensions = space.ordered.map(\.dimension)
        let ranges = dimensions.indices.filter { dimensions[$0].listed == nil }
        var counts = dimensions.map { $0.listed?.count ?? 2 }
        let smallest = SearchSpace.product(counts)
        guard smallest <= trials else {
            let factors = zip(space.ordered, counts).filter { $1 > 1 }.map { "\($0.name) \($1)" }
            throw SearchError(
                "the smallest grid has \(smallest) points (\(factors.joined(separator: " × "))), but trials is "
                    + "\(trials); raise trials to \(smallest) or narrow the space")
        }
        while let fewest = ranges.filter({ index in
            var larger = counts
            larger[index] += 1
            return larger[index] <= dimensions[index].count ?? .max && SearchSpace.product(larger) <= trials
        }).min(by: { (counts[$0], $0) < (counts[$1], $1) }) {
            counts[fewest] += 1
        }
        return zip(dimensions, counts).map { $0.levels($1) }
    }
}
