/// The indices of some pairs, put together by one member of the pair, so that what all pairs of a user have in common is
/// computed once.
struct PairGroups {
    /// Each key that occurs, ascending, with the indices where it occurs, ascending.
    let groups: [(key: Int, indices: ArraySlice<Int>)]

    init(by keys: [Int32]) {
        let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        var groups: [(key: Int, indices: ArraySlice<Int>)] = []
        var start = 0
        while start < order.count {
            let key = keys[order[start]]
            let end = order[start...].firstIndex { keys[$0] != key } ?? order.count
            groups.append((Int(key), order[start..<end]))
            start = end
        }
        self.groups = groups
    }
}
