/// Ratings of (user, resource) pairs, in which a pair may occur more than once.
struct RatedPairs: Sendable {
    /// One rating: indices from zero.
    struct Row: Hashable, Sendable {
        var user: Int32
        var resource: Int32
        var rating: Float
    }

    let users: Int
    let resources: Int
    var rows: [Row]

    /// The ratings of one side's members, one member after the other, in the order of ``rows``.
    struct Lists: Sendable {
        /// Where each member's ratings begin: one number more than members.
        let offsets: [Int]
        /// The other side's members.
        let sources: [Int32]
        let ratings: [Float]
    }

    /// The ratings of each user.
    var byUser: Lists { lists(members: users, member: { $0.user }, source: { $0.resource }) }
    /// The ratings of each resource.
    var byResource: Lists { lists(members: resources, member: { $0.resource }, source: { $0.user }) }

    private func lists(members: Int, member: (Row) -> Int32, source: (Row) -> Int32) -> Lists {
        var offsets = [Int](repeating: 0, count: members + 1)
        for row in rows { offsets[Int(member(row)) + 1] += 1 }
        for index in 0..<members { offsets[index + 1] += offsets[index] }
        var next = offsets
        var sources = [Int32](repeating: 0, count: rows.count)
        var ratings = [Float](repeating: 0, count: rows.count)
        for row in rows {
            let position = next[Int(member(row))]
            next[Int(member(row))] += 1
            sources[position] = source(row)
            ratings[position] = row.rating
        }
        return Lists(offsets: offsets, sources: sources, ratings: ratings)
    }
}
