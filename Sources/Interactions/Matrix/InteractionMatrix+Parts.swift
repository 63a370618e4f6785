public import AccessLogs
public import LinearAlgebra

extension InteractionMatrix {
    /// The matrix without some of its pairs. Users and resources keep their places, and the days on which they were
    /// active.
    ///
    /// - Parameter isLeftOut: of each entry whether its pair is left out.
    public func leavingOut(_ isLeftOut: [Bool]) -> InteractionMatrix {
        let kept = (0..<counts.count).filter { !isLeftOut[$0] }
        var offsets = [0]
        var next = 0
        for row in 0..<counts.rows {
            let end = counts.range(ofRow: row).upperBound
            while next < kept.count, kept[next] < end { next += 1 }
            offsets.append(next)
        }
        let rest = SparseMatrix(
            rows: counts.rows, columns: counts.columns, rowOffsets: offsets,
            columnIndices: kept.map { counts.columnIndices[$0] }, values: kept.map { counts.values[$0] })
        return part(users: users, resources: resources, counts: rest, rows: Array(0..<counts.rows), entries: kept)
    }

    /// One tenant as a matrix of its own.
    public func block(of tenant: Tenant) -> InteractionMatrix {
        // Entries outside the blocks do not occur.
        let entries = Array(counts.rowOffsets[tenant.users.lowerBound]..<counts.rowOffsets[tenant.users.upperBound])
        return part(
            users: Vocabulary(users.names[tenant.users]), resources: Vocabulary(resources.names[tenant.resources]),
            counts: counts.block(rows: tenant.users, columns: tenant.resources), rows: Array(tenant.users),
            entries: entries)
    }

    /// The same pairs with other names and in other places.
    ///
    /// - Parameters:
    ///   - users: the new names; sorted, as those of every matrix.
    ///   - user: the new place of each user, within its tenant.
    ///   - resource: the new place of each resource, within its tenant.
    public func renamed(
        users: Vocabulary, user: [Int32], resources: Vocabulary, resource: [Int32]
    ) -> InteractionMatrix {
        var row = [Int](repeating: 0, count: user.count)
        for (old, new) in user.enumerated() { row[Int(new)] = old }
        var entries: [Int] = [], columns: [Int32] = [], offsets = [0]
        for old in row {
            let own = counts.range(ofRow: old).map { (entry: $0, column: resource[Int(counts.columnIndices[$0])]) }
                .sorted { $0.column < $1.column }
            entries += own.lazy.map(\.entry)
            columns += own.lazy.map(\.column)
            offsets.append(entries.count)
        }
        let moved = SparseMatrix(
            rows: counts.rows, columns: counts.columns, rowOffsets: offsets, columnIndices: columns,
            values: entries.map { counts.values[$0] })
        return part(users: users, resources: resources, counts: moved, rows: row, entries: entries)
    }

    /// A matrix whose rows and entries come from this one, with all that is known of them.
    ///
    /// - Parameters:
    ///   - rows: the place that each row has here.
    ///   - entries: the place that each entry has here.
    private func part(
        users: Vocabulary, resources: Vocabulary, counts: SparseMatrix, rows: [Int], entries: [Int]
    ) -> InteractionMatrix {
        InteractionMatrix(
            users: users, resources: resources, counts: counts,
            recency: recency.map { recency in entries.map { recency[$0] } },
            days: days.map { days in
                ActiveDays(ofUsers: rows.map { days.ofUsers[$0] }, spans: entries.map { days.spans[$0] })
            },
            rows: self.rows.map { own in
                var offsets = [0], weights: [Float] = []
                for entry in entries {
                    weights += own.weights(ofEntry: entry)
                    offsets.append(weights.count)
                }
                return PairRows(offsets: offsets, weights: weights)
            })
    }
}
