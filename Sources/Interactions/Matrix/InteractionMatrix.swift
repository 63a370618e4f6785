public import AccessLogs
public import Concurrency
public import LinearAlgebra

/// How often each user accessed each resource: the matrix that detectors learn from.
///
/// Users and resources are sorted by (tenant, name), so that each tenant is a block of consecutive rows and columns
/// and the order of the log changes nothing.
public struct InteractionMatrix: Sendable {
    /// The users: the rows.
    public let users: Vocabulary
    /// The resources: the columns.
    public let resources: Vocabulary
    /// The summed weights of the accesses, `users × resources`.
    public let counts: SparseMatrix
    /// The days between a pair's last access and the newest access of the matrix, aligned with the values of
    /// ``counts``; nil unless every access has a time.
    public let recency: [Float]?
    /// On how many days the accesses were made; nil unless every access has a time.
    public let days: ActiveDays?
    /// The rows of a table without times in which a pair stands more than once; nil where each stands once, and where
    /// an access has a time.
    public let rows: PairRows?
    /// The tenants, in the order of their names.
    public let tenants: [Tenant]

    /// One tenant's block of the matrix. Entries outside the blocks do not occur.
    public struct Tenant: Hashable, Sendable {
        /// The name of the tenant.
        public let name: String
        /// The rows of its users.
        public let users: Range<Int>
        /// The columns of its resources.
        public let resources: Range<Int>
    }

    /// Counts some accesses of a log. Users and resources without any of these accesses are left out: a model
    /// contains only what its training accesses contain.
    ///
    /// - Parameters:
    ///   - accesses: indices of accesses of the log.
    ///   - added: further accesses, one for each pair, by the log's indices; those that a scenario made up. They count
    ///     as made at the newest time.
    ///   - workers: the threads; the result does not depend on their number.
    public init(
        counting accesses: [Int], of log: AccessLog, adding added: IndexedPairs = IndexedPairs(),
        _ workers: Workers = .one
    ) {
        self.init(indices: accesses, of: log, adding: added, workers, willContinue: {})
    }

    /// Counts all accesses of a log.
    ///
    /// - Parameter workers: the threads; the result does not depend on their number.
    public init(counting log: AccessLog, _ workers: Workers = .one) {
        self.init(indices: 0..<log.count, of: log, adding: IndexedPairs(), workers, willContinue: {})
    }

    /// As ``init(counting:_:)``, for a log whose accesses take long to count.
    ///
    /// - Parameter willContinue: asked between passes over the log; it throws to stop counting.
    public init(counting log: AccessLog, _ workers: Workers, willContinue: () throws -> Void) rethrows {
        try self.init(
            indices: 0..<log.count, of: log, adding: IndexedPairs(), workers, willContinue: willContinue)
    }

    /// As ``init(counting:of:adding:_:)``, for accesses that take long to count.
    ///
    /// - Parameter willContinue: asked between passes over the accesses; it throws to stop counting.
    public init(
        counting accesses: [Int], of log: AccessLog, adding added: IndexedPairs = IndexedPairs(), _ workers: Workers,
        willContinue: () throws -> Void
    ) rethrows {
        try self.init(indices: accesses, of: log, adding: added, workers, willContinue: willContinue)
    }

    // Generic within this module alone, where it is specialised: the loops run over every access of a log.
    private init(
        indices accesses: some Collection<Int>, of log: AccessLog, adding added: IndexedPairs, _ workers: Workers,
        willContinue: () throws -> Void
    ) rethrows {
        try willContinue()
        let (users, userIndex) = Self.vocabulary(
            of: log.users, used: accesses.lazy.map { log.user[$0] }, added: added.users)
        let (resources, resourceIndex) = Self.vocabulary(
            of: log.resources, used: accesses.lazy.map { log.resource[$0] }, added: added.resources)
        try willContinue()
        let rows =
            accesses.map { userIndex[Int(log.user[$0])] } + added.users.map { userIndex[Int($0)] }
        let columns =
            accesses.map { resourceIndex[Int(log.resource[$0])] } + added.resources.map { resourceIndex[Int($0)] }
        let weights = accesses.map { log.weight[$0] } + Array(repeating: 1, count: added.count)
        try willContinue()
        let counts = SparseMatrix(
            rows: users.count, columns: resources.count, summing: weights, atRows: rows, columns: columns, workers)
        try willContinue()
        let recency = Self.ages(of: accesses.lazy.map { log.microseconds[$0] }).map { ages in
            SparseMatrix.least(
                rows: users.count, columns: resources.count, of: ages + Array(repeating: 0, count: added.count),
                atRows: rows, columns: columns, workers)
        }
        try willContinue()
        var days: ActiveDays?, pairRows: PairRows?
        if recency != nil || counts.count < rows.count {
            let entries = Self.entries(atRows: rows, columns: columns, of: counts, workers)
            if recency != nil {
                let numbers = accesses.map { Timestamp(microseconds: log.microseconds[$0]).dayNumber }
                let newest = numbers.max() ?? 0
                days = ActiveDays(
                    of: numbers + Array(repeating: newest, count: added.count), rows: rows, rowCount: users.count,
                    entries: entries, entryCount: counts.count)
            } else if accesses.allSatisfy({ log.microseconds[$0] == AccessLog.untimed }) {
                pairRows = PairRows(of: weights, entries: entries, entryCount: counts.count)
            }
        }
        self.init(
            users: users, resources: resources, counts: counts, recency: recency, days: days, rows: pairRows)
    }

    /// The entry of each access.
    private static func entries(
        atRows rows: [Int32], columns: [Int32], of counts: SparseMatrix, _ workers: Workers
    ) -> [Int32] {
        [Int32](unsafeUninitializedCapacity: rows.count) { target, initialized in
            nonisolated(unsafe) let target = target
            workers.forEachChunk(of: rows.count, size: 1 << 14) { chunk in
                for access in chunk {
                    let range = counts.range(ofRow: Int(rows[access])), column = columns[access]
                    var low = range.lowerBound, high = range.upperBound
                    while low + 1 < high {
                        let middle = (low + high) / 2
                        if counts.columnIndices[middle] <= column { low = middle } else { high = middle }
                    }
                    target.initializeElement(at: access, to: Int32(low))
                }
            }
            initialized = rows.count
        }
    }

    /// The days between each of some times and the newest of them; nil where there is none or one is unknown.
    private static func ages(of microseconds: some Sequence<Int64>) -> [Float]? {
        guard let newest = microseconds.max(), !microseconds.contains(AccessLog.untimed) else { return nil }
        return microseconds.map { Float(Double(newest - $0) / Double(Timestamp.day)) }
    }

    /// A matrix that exists already.
    ///
    /// - Precondition: the vocabularies are sorted, an entry's user and resource belong to the same tenant, and there
    ///   are as many recencies, spans of days and lists of rows as entries, and days for each user.
    public init(
        users: Vocabulary, resources: Vocabulary, counts: SparseMatrix, recency: [Float]? = nil,
        days: ActiveDays? = nil, rows: PairRows? = nil
    ) {
        precondition(counts.rows == users.count && counts.columns == resources.count)
        precondition(recency.map { $0.count == counts.count } ?? true)
        precondition(days.map { $0.spans.count == counts.count && $0.ofUsers.count == counts.rows } ?? true)
        precondition(rows.map { $0.offsets.count == counts.count + 1 } ?? true)
        self.users = users
        self.resources = resources
        self.counts = counts
        self.recency = recency
        self.days = days
        self.rows = rows
        let userBlocks = Self.blocks(of: users), resourceBlocks = Self.blocks(of: resources)
        tenants = Set(userBlocks.keys).union(resourceBlocks.keys).sorted().map { name in
            Tenant(name: name, users: userBlocks[name] ?? 0..<0, resources: resourceBlocks[name] ?? 0..<0)
        }
    }

    /// The distinct pairs with an access.
    public var pairCount: Int { counts.count }

    /// The names that occur, sorted, and for every index of the log its index here (−1 where it does not occur).
    private static func vocabulary(
        of names: Vocabulary, used: some Sequence<Int32>, added: [Int32]
    ) -> (vocabulary: Vocabulary, index: [Int32]) {
        var occurs = [Bool](repeating: false, count: names.count)
        for index in used { occurs[Int(index)] = true }
        for index in added { occurs[Int(index)] = true }
        let sorted = names.names.indices.filter { occurs[$0] }.sorted { names[$0] < names[$1] }
        var index = [Int32](repeating: -1, count: names.count)
        for (position, old) in sorted.enumerated() { index[old] = Int32(position) }
        return (Vocabulary(sorted.lazy.map { names[$0] }), index)
    }

    private static func blocks(of vocabulary: Vocabulary) -> [String: Range<Int>] {
        var blocks: [String: Range<Int>] = [:]
        for (index, entry) in vocabulary.names.enumerated() {
            let start = blocks[entry.tenant]?.lowerBound ?? index
            blocks[entry.tenant] = start..<index + 1
        }
        return blocks
    }
}

extension InteractionMatrix {
    /// The indices of some cases of a log in this matrix, in the same order.
    public func indices(of cases: [LabeledAccess], in log: AccessLog) -> IndexedPairs {
        indices(of: log).pairs(cases.lazy.map { (user: $0.user, resource: $0.resource) })
    }

    /// The indices of a log's users and resources in this matrix.
    public func indices(of log: AccessLog) -> LogIndices {
        LogIndices(
            users: log.users.names.map { users.index(of: $0) },
            resources: log.resources.names.map { resources.index(of: $0) })
    }

    /// For each user and resource of a log its index in a matrix; nil where the matrix does not have it.
    public struct LogIndices: Sendable {
        private let users: [Int32?]
        private let resources: [Int32?]

        init(users: [Int32?], resources: [Int32?]) {
            self.users = users
            self.resources = resources
        }

        /// Pairs of the log as pairs of the matrix. Made-up newcomers, whose numbers are beyond those of the log, are
        /// not in it.
        public func pairs(_ pairs: some Sequence<(user: Int32, resource: Int32)>) -> IndexedPairs {
            var found = IndexedPairs()
            for (user, resource) in pairs {
                found.append(
                    user: Int(user) < users.count ? users[Int(user)] : nil,
                    resource: Int(resource) < resources.count ? resources[Int(resource)] : nil)
            }
            return found
        }

        /// Pairs of a user with several resources of the log, likewise.
        public func pairs(of user: Int32, with resources: [Int32]) -> IndexedPairs {
            var found = IndexedPairs()
            let row = Int(user) < users.count ? users[Int(user)] : nil
            for resource in resources {
                found.append(
                    user: row, resource: Int(resource) < self.resources.count ? self.resources[Int(resource)] : nil)
            }
            return found
        }
    }
}
