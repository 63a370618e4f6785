import Interactions
import Statistics

/// Unobserved pairs, drawn for each user in proportion to the user's observed pairs.
struct NegativeSample {
    /// The resources drawn for a user, in ascending order: `ratio` for each of the user's observed pairs, all different
    /// and none observed; all unobserved ones where there are no more.
    ///
    /// - Parameter drawn: one mark for each resource of the matrix, all false; they are false again afterwards.
    static func resources(
        notAccessedIn row: ArraySlice<Int32>, among resources: Range<Int>, ratio: Int, _ random: RandomStream,
        marks drawn: inout [Bool]
    ) -> [Int32] {
        let others = resources.count - row.count
        let wanted = min(others, row.count.multipliedReportingOverflow(by: ratio).partialValue)
        guard wanted > 0 else { return [] }
        for resource in row { drawn[Int(resource)] = true }
        defer { for resource in row { drawn[Int(resource)] = false } }
        var sample: [Int32] = []
        sample.reserveCapacity(wanted)
        if wanted * 2 > others {
            // Where most are wanted, nearly every draw would hit one that is taken.
            var candidates = resources.filter { !drawn[$0] }.map { Int32($0) }
            for index in 0..<wanted {
                candidates.swapAt(index, index + random.index(below: candidates.count - index))
                sample.append(candidates[index])
            }
        } else {
            while sample.count < wanted {
                let resource = resources.lowerBound + random.index(below: resources.count)
                guard !drawn[resource] else { continue }
                drawn[resource] = true
                sample.append(Int32(resource))
            }
            for resource in sample { drawn[Int(resource)] = false }
        }
        return sample.sorted()
    }
}
