package import Statistics

/// Two scorers of the same cases, compared case by case.
package struct PairedComparison: Sendable {
    private let first: RankedCases
    private let second: RankedCases

    /// - Throws: ``ComparisonError`` unless both rank the same cases: the same list, window and policy, and, where
    ///   cases without a score are dropped, the same ones dropped.
    package init(_ first: ScoredCases, _ second: ScoredCases, slice: Slice = .pooled) throws(ComparisonError) {
        guard first.count == second.count, first.window == second.window, first.scenarios == second.scenarios else {
            throw ComparisonError("the scorers were measured on different cases")
        }
        var rankInSecond = [Int](repeating: 0, count: second.count)
        for (rank, index) in second.order.enumerated() { rankInSecond[Int(index)] = rank }
        for (rank, index) in first.order.enumerated() {
            let other = rankInSecond[Int(index)]
            guard
                first.isInjected[rank] == second.isInjected[other], first.user[rank] == second.user[other],
                first.scenario[rank] == second.scenario[other], first.attack[rank] == second.attack[other]
            else { throw ComparisonError("the scorers were measured on different cases") }
            guard (rank < first.ranked) == (other < second.ranked) else {
                throw ComparisonError("the scorers dropped different cases without a score")
            }
        }
        self.first = RankedCases(first, slice: slice)
        self.second = RankedCases(second, slice: slice)
    }

    // MARK: Differences

    /// The difference of a metric, first minus second, with its interval from draws that both scorers see.
    ///
    /// By DeLong for the area under the ROC curve of independent cases; otherwise by the bootstrap of
    /// ``IntervalEstimation``.
    ///
    /// - Parameter budget: the alerts a day; ignored by metrics that are not budgeted.
    /// - Throws: ``ComparisonError`` where the metric is undefined for either, `StatisticsError` for a level outside
    ///   0..<1, `CancellationError`.
    package func difference(
        of metric: any Metric, budget: Double = 0, by estimation: IntervalEstimation
    ) throws -> Estimate {
        let found = try plainDifference(of: metric, budget: budget, by: estimation)
        let method = found.method + first.cases.independenceNote(found)
        return Estimate(value: found.value, interval: found.interval, method: method)
    }

    private func plainDifference(
        of metric: any Metric, budget: Double, by estimation: IntervalEstimation
    ) throws -> Estimate {
        @Sendable func value(_ cases: RankedCases) -> MetricValue {
            metric.value(for: cases, alerts: AlertBudget(cases, budget: budget))
        }
        switch (value(first), value(second)) {
        case (.undefined(let reason), _), (_, .undefined(let reason)):
            throw ComparisonError("\(metric.name) is undefined: \(reason)")
        case (.defined(let one), .defined(let other)):
            if let reason = metric.notResampled { return .withoutInterval(one - other, because: reason) }
            if metric.isAreaUnderCurve, isIndependent, first.weights == nil, let areas = try? areas() {
                return try areas.0.difference(from: areas.1, level: estimation.level)
            }
            // The fast bootstrap takes no weights of cases.
            if first.weights == nil, let measure = metric.fastMeasure { return try ranking(measure, by: estimation) }
            let size = Double(first.members.count + second.members.count) * Double(estimation.replicates)
            guard size <= estimation.mostCaseReplicates else {
                return .withoutInterval(
                    one - other, because: "there are too many cases for \(estimation.replicates) replicates")
            }
            let resampling = CaseResampling(of: first.cases, blockDays: estimation.blockDays)
            let replicates = try estimation.replicated { replicate in
                let drawn = resampling.draw(replicate, seed: estimation.seed)
                let values = [first, second].map { cases in
                    let weights = CaseResampling.ranked(drawn.cases, cases.cases)
                    return value(cases.reweighted(weights, dayWeights: drawn.days)).number ?? .nan
                }
                return values[0] - values[1]
            }
            return try resampling.estimate(
                one - other, replicates: replicates, of: CaseResampling.Clusters(of: [first]), level: estimation.level)
        }
    }

    private func ranking(
        _ measure: KeyPath<BootstrapReplicates.Measures, Double>, by estimation: IntervalEstimation
    ) throws -> Estimate {
        let columns = aligned
        let bootstrap = try ClusterBootstrap(
            scores: [columns.first, columns.second], positive: columns.positive, clusters: columns.clusters,
            days: CaseResampling.days(of: first.cases, blockDays: estimation.blockDays).map { blocks, day in
                (blocks, first.members.map { day[Int($0)] })
            })
        return try bootstrap.replicates(
            estimation.replicates, for: estimation.interval, seed: estimation.seed, workers: estimation.workers,
            isCancelled: estimation.isCancelled
        ).difference(measure, 0, 1, level: estimation.level)
    }

    // MARK: Tests

    /// A test, or why the sample supports none.
    package enum Test: Hashable, Sendable {
        case performed(TestResult)
        case refused(String)

        /// Whether a star may be printed: never where no sample of this size could be significant.
        package func isSignificant(at level: Double) -> Bool {
            if case .performed(let result) = self { result.verdict(at: level) == .significant } else { false }
        }
    }

    /// The difference of the areas under the ROC curves; nil where a class is missing.
    package var areaDifference: Double? {
        first.curve.rocAUC.flatMap { one in second.curve.rocAUC.map { one - $0 } }
    }

    /// The fewest cases of either class for a verdict by DeLong's test, which is asymptotic.
    package static let fewestCases = 10

    /// DeLong's paired test of the areas under the ROC curves. It takes cases to be independent, and is refused where
    /// users or attacks are known.
    package func areaTest() -> Test {
        guard isIndependent else {
            return .refused("DeLong's test takes cases to be independent; these share users or incidents")
        }
        guard first.weights == nil, second.weights == nil else {
            return .refused("DeLong's test takes each case to count once; these have weights")
        }
        let fewer = aligned.positive.count { $0 }, others = aligned.positive.count - fewer
        do {
            let areas = try areas()
            let result = try areas.0.compared(with: areas.1)
            guard min(fewer, others) < Self.fewestCases else { return .performed(result) }
            // No star on a sample that is too small for the normal approximation.
            return .performed(
                TestResult(
                    statistic: result.statistic, pValue: result.pValue, smallestPValue: 1,
                    method: result.method + ", too few for a verdict"))
        } catch {
            return .refused("\(error)")
        }
    }

    /// Fisher's randomisation test of average precision: the two scorers are swapped at random for each attack.
    ///
    /// The statistic is the mean difference over attacks of the average precision of the attack's accesses against
    /// all benign cases, so that each attack counts once (Smucker, Allan and Carterette, "A comparison of statistical
    /// significance tests for information retrieval evaluation", CIKM 2007, with attacks as topics); it is not the
    /// difference of the average precision of all cases. Refused where there are too few attacks for any p-value of
    /// the level.
    ///
    /// - Parameters:
    ///   - level: the level of significance.
    ///   - isCancelled: asked now and then; once it is true, the test means nothing.
    package func precisionTest(
        seed: Seed, at level: Double, unless isCancelled: () -> Bool = { false }
    ) -> Test {
        let pairs = precisionPairs
        guard !pairs.isEmpty else { return .refused("the injected cases belong to no incident") }
        guard first.curve.negatives > 0 else { return .refused("there is no benign case") }
        do {
            let result = try PairedSample(pairs.map(\.0), pairs.map(\.1)).randomizationTest(
                seed: seed, unless: isCancelled)
            guard result.verdict(at: level) != .notEnoughPairs else {
                return .refused("\(result.method): the smallest possible p-value is \(result.smallestPValue)")
            }
            return .performed(result)
        } catch {
            return .refused("\(error)")
        }
    }

    /// The statistic of ``precisionTest(seed:at:unless:)``; nil without attacks or benign cases.
    package var meanAttackPrecisionDifference: Double? {
        let pairs = precisionPairs
        guard !pairs.isEmpty, first.curve.negatives > 0 else { return nil }
        return pairs.reduce(0) { $0 + $1.0 - $1.1 } / Double(pairs.count)
    }

    /// The average precision of each attack by both scorers.
    private var precisionPairs: [(Double, Double)] {
        let one = Self.precisionOfAttacks(first), other = Self.precisionOfAttacks(second)
        return one.keys.sorted().map { (one[$0] ?? 0, other[$0] ?? 0) }
    }

    /// The average precision of each attack's accesses against all benign cases.
    private static func precisionOfAttacks(_ ranked: RankedCases) -> [Int64: Double] {
        var found: [Int64: Double] = [:]
        for attack in ranked.attacks {
            let scores = attack.members.map { ranked.cases.scores[Int($0)] }.sorted(by: >)
            var sum = 0.0, start = 0
            while start < scores.count {
                let end = scores[start...].firstIndex { $0 != scores[start] } ?? scores.count
                let alarms = ranked.benignCases(from: scores[start])
                sum += Double(end - start) * Double(end) / (Double(end) + alarms)
                start = end
            }
            found[Int64(attack.scenario) << 32 | Int64(attack.number)] = sum / Double(scores.count)
        }
        return found
    }

    // MARK: Cases

    private var isIndependent: Bool {
        !first.members.contains { first.cases.user[Int($0)] >= 0 || first.cases.attack[Int($0)] >= 0 }
    }

    /// The areas of both scorers, without the weights of cases.
    ///
    /// - Throws: `StatisticsError` where a class is missing, or has a single case, which has no variance.
    private func areas() throws(StatisticsError) -> (DeLong, DeLong) {
        let columns = aligned
        return (
            try DeLong(scores: columns.first, positive: columns.positive),
            try DeLong(scores: columns.second, positive: columns.positive)
        )
    }

    /// The cases of the slice in the first scorer's order.
    private var aligned: (first: [Double], second: [Double], positive: [Bool], clusters: [Int]) {
        var scores = [Double](repeating: 0, count: second.cases.count)
        for (rank, index) in second.cases.order.enumerated() { scores[Int(index)] = second.cases.scores[rank] }
        let members = first.members.map { Int($0) }
        return (
            members.map { first.cases.scores[$0] }, members.map { scores[Int(first.cases.order[$0])] },
            members.map { first.cases.isInjected[$0] },
            members.map { CaseResampling.cluster(ofRank: $0, in: first.cases) }
        )
    }
}

extension RankedCases {
    /// The benign cases that score at least as much as a case of the slice.
    fileprivate func benignCases(from score: Double) -> Double {
        var low = 0, high = curve.scores.count
        while low < high {
            let middle = (low + high) / 2
            if curve.scores[middle] >= score { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? curve.falsePositives[low - 1] : 0
    }
}

/// Two scorers that cannot be compared.
package struct ComparisonError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
