package import Interactions
package import Statistics

/// What the cases that the replicates of a dataset have in common make one measurement of several scorers vary by
/// (``SharedReplicates``).
///
/// Users of benign cases, resources, and what one user does with one resource are drawn with replacement. All scorers and
/// replicates see the same draws, so that these are paired. Attacks, which every replicate has of its own, are kept where users
/// are drawn: what they bring is known from what replicates vary by. Files of scores are read one by one, so that only those
/// of one replicate and scorer are held.
package struct SharedCaseResampling: Sendable {
    /// What is measured.
    package struct Question: Sendable {
        package let metric: any Metric
        /// The alerts a day; ignored by metrics that are not budgeted.
        package let budget: Double
        /// ``Evaluation/pooled``, ``Evaluation/macro`` or a scenario's id.
        package let slice: String
        package let policy: UnscorablePolicy

        package init(metric: any Metric, budget: Double, slice: String, policy: UnscorablePolicy) {
            self.metric = metric
            self.budget = budget
            self.slice = slice
            self.policy = policy
        }
    }

    /// Of each scorer.
    package let draws: [SharedReplicates.Draws]
    package let units: SharedReplicates.Units

    /// The fewest benign users, and the fewest resources, from which anything is said.
    package static let fewestClusters = 10
    private static let fewestResamples = 200

    /// - Parameters:
    ///   - wanted: how many resamples are wanted, and how many cases may be measured again. Beyond that the first
    ///     replicates alone are resampled, which says the same of what all have in common, and then there are fewer resamples.
    ///   - read: the scored cases of a replicate and a scorer, with the same names of users and resources in all.
    /// - Throws: ``ComparisonError`` where the cases cannot be resampled, what `read` throws, `StatisticsError`,
    ///   `CancellationError`.
    package init(
        scorers: Int, replicates: Int, question: Question, by wanted: IntervalEstimation,
        reading read: (_ replicate: Int, _ scorer: Int) throws -> ScoredTable
    ) throws {
        var clusters = SharedClusters()
        let first = try read(0, 0)
        let slices = try Self.slices(named: question.slice, of: first).count
        let size = Double(first.cases.count * scorers * slices * 3)
        let most = wanted.mostCaseReplicates
        let used = max(1, min(replicates, Int(min(1e6, most / (size * Double(wanted.replicates))))))
        var estimation = wanted
        estimation.replicates = min(wanted.replicates, Int(min(1e6, most / (size * Double(used)))))
        guard estimation.replicates >= Self.fewestResamples else {
            throw ComparisonError("there are too many cases to resample them; compare one replicate with --cases")
        }
        for replicate in 0..<used {
            try clusters.add(try replicate == 0 ? first : read(replicate, 0))
        }
        guard min(clusters.users.count, clusters.resources.count) >= Self.fewestClusters else {
            throw ComparisonError(
                "\(clusters.users.count) benign users and \(clusters.resources.count) resources are too few for a test; it "
                    + "takes \(Self.fewestClusters) of each")
        }
        let kinds = SharedClusters.Kind.allCases
        let none = [[Double]](
            repeating: [Double](repeating: 0, count: estimation.replicates), count: kinds.count)
        var sums = [[[Double]]](repeating: none, count: scorers)
        for replicate in 0..<used {
            for scorer in 0..<scorers {
                try estimation.checkCancellation()
                let table = try replicate == 0 && scorer == 0 ? first : read(replicate, scorer)
                let members = try clusters.members(of: table, replicate: replicate)
                let cases = try table.ranked(policy: question.policy)
                let ranked = try Self.slices(named: question.slice, of: table).map { RankedCases(cases, slice: $0) }
                let values = try estimation.replicated { [clusters, seed = estimation.seed] resample in
                    kinds.map { kind in
                        let weights = clusters.weights(
                            of: members, drawing: kind, resample: resample, replicate: replicate, seed: seed)
                        return Self.value(of: ranked, question, weights: cases.order.map { weights[Int($0)] })
                    }
                }
                for (resample, values) in values.enumerated() {
                    for (kind, value) in values.enumerated() {
                        sums[scorer][kind][resample] += value / Double(used)
                    }
                }
            }
        }
        draws = sums.map { SharedReplicates.Draws(users: $0[0], resources: $0[1], cells: $0[2]) }
        units = SharedReplicates.Units(
            users: clusters.users.count, resources: clusters.resources.count, cells: clusters.cells.count)
    }

    /// The slices whose mean a slice is.
    private static func slices(named name: String, of table: ScoredTable) throws(ComparisonError) -> [Slice] {
        if name == Evaluation.pooled { return [.pooled] }
        if name == Evaluation.macro, !table.scenarios.isEmpty { return table.scenarios.indices.map(Slice.scenario) }
        if let scenario = table.scenarios.firstIndex(of: name) { return [.scenario(scenario)] }
        throw ComparisonError(
            "the cases of '\(name)' cannot be told from the scores that were kept; those of macro, pooled and scenarios can"
        )
    }

    /// The mean over slices; NaN where one has no value.
    private static func value(of slices: [RankedCases], _ question: Question, weights: [Double]) -> Double {
        var sum = 0.0
        for slice in slices {
            let drawn = slice.reweighted(weights)
            let alerts = AlertBudget(drawn, budget: question.metric.isBudgeted ? question.budget : 0)
            sum += question.metric.value(for: drawn, alerts: alerts).number ?? .nan
        }
        return sum / Double(slices.count)
    }
}

/// The users, the resources, and the pairs of both that occur in several replicates, by their names.
private struct SharedClusters: Sendable {
    enum Kind: String, CaseIterable {
        case users, resources, cells
    }

    /// Of benign cases of the log.
    private(set) var users: [String: Int] = [:]
    /// Of all cases.
    private(set) var resources: [String: Int] = [:]
    /// Of benign cases of the log.
    private(set) var cells: [SIMD2<Int>: Int] = [:]

    /// What each case of a replicate belongs to; −1 for a user of an attack.
    struct Members: Sendable {
        var users: [Int] = []
        var resources: [Int] = []
        /// Of the log's cases those of ``SharedClusters/cells``; of injected ones −1 − their own, counted from 0.
        var cells: [Int] = []
        var ownCells = 0
    }

    mutating func add(_ table: ScoredTable) throws(ComparisonError) {
        for item in table.cases {
            let (user, resource) = try Self.names(of: item, in: table)
            let column = resources[resource] ?? resources.count
            resources[resource] = column
            guard Self.isShared(item) else { continue }
            let row = users[user] ?? users.count
            users[user] = row
            if cells[SIMD2(row, column)] == nil { cells[SIMD2(row, column)] = cells.count }
        }
    }

    /// - Throws: ``ComparisonError`` for a case that was not added.
    func members(of table: ScoredTable, replicate: Int) throws(ComparisonError) -> Members {
        var members = Members(), own: [SIMD2<Int>: Int] = [:]
        for item in table.cases {
            let (user, resource) = try Self.names(of: item, in: table)
            guard let column = resources[resource] else { throw Self.otherCases }
            members.resources.append(column)
            if Self.isShared(item) {
                guard let row = users[user], let cell = cells[SIMD2(row, column)] else { throw Self.otherCases }
                members.users.append(row)
                members.cells.append(cell)
            } else {
                let key = SIMD2(Int(item.attack), column), cell = own[key] ?? own.count
                own[key] = cell
                members.users.append(-1)
                members.cells.append(-1 - cell)
            }
        }
        members.ownCells = own.count
        return members
    }

    /// How often each case is drawn with its cluster.
    func weights(of members: Members, drawing kind: Kind, resample: Int, replicate: Int, seed: Seed) -> [Double] {
        func counts(_ count: Int, _ purpose: String, _ index: Int) -> [Double] {
            let random = RandomStream(seed: seed.derived(purpose, index, resample))
            var counts = [Double](repeating: 0, count: count)
            for _ in 0..<count { counts[random.index(below: count)] += 1 }
            return counts
        }
        switch kind {
        case .users:
            let drawn = counts(users.count, "shared users", 0)
            return members.users.map { $0 >= 0 ? drawn[$0] : 1 }
        case .resources:
            let drawn = counts(resources.count, "shared resources", 0)
            return members.resources.map { drawn[$0] }
        case .cells:
            let drawn = counts(cells.count, "shared cells", 0)
            let own = counts(members.ownCells, "own cells", replicate)
            return members.cells.map { $0 >= 0 ? drawn[$0] : own[-1 - $0] }
        }
    }

    /// Whether a case is of the log, and so the same in every replicate; benign twins are injected too.
    private static func isShared(_ item: ScoredCases.Case) -> Bool { !item.isInjected && item.scenario < 0 }

    private static func names(
        of item: ScoredCases.Case, in table: ScoredTable
    ) throws(ComparisonError) -> (user: String, resource: String) {
        guard item.user >= 0, item.resource >= 0 else {
            throw ComparisonError("the scores that were kept do not tell the user and the resource of every case")
        }
        return (table.users[Int(item.user)], table.resources[Int(item.resource)])
    }

    private static let otherCases = ComparisonError("the algorithms were not measured on the same cases")
}
