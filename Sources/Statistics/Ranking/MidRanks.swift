/// The ranks of a sample from 1 upwards, equal values sharing the mean of theirs.
public struct MidRanks: Sendable {
    /// The rank of each value, in the order of the sample.
    public let ranks: [Double]
    /// The number of values in each group of equal ones, ascending by value.
    public let groups: [Int]

    /// - Parameter resolution: values that differ from the smallest of their group by at most this are equal.
    /// - Precondition: no value is NaN.
    public init(of values: [Double], resolution: Double = 0) {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count), groups: [Int] = []
        var start = 0
        while start < order.count {
            let smallest = values[order[start]]
            var end = start + 1
            // Equality is asked for as well: the difference of infinities is NaN.
            while end < order.count, values[order[end]] == smallest || values[order[end]] - smallest <= resolution {
                end += 1
            }
            let rank = Double(start + 1 + end) / 2
            for position in start..<end { ranks[order[position]] = rank }
            groups.append(end - start)
            start = end
        }
        self.ranks = ranks
        self.groups = groups
    }
}
