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
        case (.never(let reason), _), (_, .never(let reason)):
            throw ComparisonError("\(metric.name) is undefined: never, since \(reason)")
        case (.defined(let one), .defined(let other)):
            if let reason = metric.notResampled { return .withoutInterval(one - other, because: reason) }
            if metric.isAreaUnderCurve, isIndependent, first.weights == nil, let areas = try? areas() {
                return estimation.noting(
                    "this is in closed form", try areas.0.difference(from: areas.1, level: estimation.level))
            }
            // The fast bootstrap takes no weights of cases.
            if first.weights == nil, let measure = metric.fastMeasure { return try ranking(measure, by: estimation) }
            // Differences are about symmetric, and lie around 0: no logit.
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
            return estimation.noting(
                estimation.interval == .percentile
                    ? nil : "differences of \(metric.name) have percentile intervals",
                try resampling.estimate(
                    one - other, replicates: replicates, of: CaseResampling.Clusters(of: [first]),
                    level: estimation.level))
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
        let found = try bootstrap.replicates(
            estimation.replicates, for: estimation.interval ?? .percentile, seed: estimation.seed,
            workers: estimation.workers, isCancelled: estimation.isCancelled
        ).difference(measure, 0, 1, level: estimation.level)
        return estimation.noting(
            estimation.interval == .logit ? "differences have percentile intervals" : nil, found)
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

    /// The difference of average precision; nil where a class is missing.
    package var precisionDifference: Double? {
        first.curve.averagePrecision.flatMap { one in second.curve.averagePrecision.map { one - $0 } }
    }

    /// The fewest cases of either class for DeLong's test, whose normal approximation finds differences too often below:
    /// of equal scorers with 10 to 50 positives among 500 and 2,000 cases it rejected 5.8 to 8.1 % at 5 % and 1.2 to
    /// 2.2 % at 1 %, of 100 positives 5.1 to 5.6 % and 1.1 % (4,000 repetitions each).
    package static let fewestCases = 100

    /// The fewest attacks, and the fewest benign clusters, for a test of areas by exchanges. Equal scorers were found
    /// different at 5 % in 4.9 % of the samples with 20 clusters of a kind and more, in 4.6 % with 10 to 19 and in 4.1 % with
    /// 5 or 6 (600 repetitions of each of 6 to 12 kinds of samples).
    package static let fewestClusters = 10

    /// The same for a test of average precision, which found equal scorers different in 5.2 % of these samples, in 6.2 % with
    /// 10 to 19 clusters of a kind and in 7.1 % with 5 or 6.
    package static let fewestClustersForPrecision = 20

    /// The tests of two scorers: of their areas under the ROC curves, and of their average precision.
    package struct Tests: Hashable, Sendable {
        package let area: Test
        package let precision: Test
    }

    /// Tests whether the scorers have the same area, and the same average precision.
    ///
    /// By exchanges of ranks within whole attacks and benign users (`ExchangeTest`), or within cases where these stand
    /// alone; where resources are known for both kinds of dependence (`TwoWayExchangeTest`), as a model errs on all users of
    /// a resource alike. Areas of many independent cases are tested by DeLong's paired test. Refused where attacks or
    /// users are too few, for cases with weights, and where a class is missing.
    ///
    /// - Throws: `CancellationError` once the estimation is cancelled.
    package func tests(by estimation: IntervalEstimation, exchanges: Int = 9_999) throws -> Tests {
        guard first.weights == nil, second.weights == nil else {
            let reason = Test.refused("the tests take each case to count once; these have weights")
            return Tests(area: reason, precision: reason)
        }
        let columns = aligned
        let exchanged: Tests
        do {
            let test = try ExchangeTest(
                first: columns.first, second: columns.second, positive: columns.positive, clusters: columns.clusters)
            func refusal(below fewest: Int) -> Test? {
                Self.tooFew(test, fewest: fewest, isIndependent: isIndependent).map(Test.refused)
            }
            let refused = (
                area: refusal(below: Self.fewestClusters), precision: refusal(below: Self.fewestClustersForPrecision)
            )
            if let area = refused.area, let precision = refused.precision {
                exchanged = Tests(area: area, precision: precision)
            } else {
                let found =
                    if let resources = columns.resources {
                        try TwoWayExchangeTest(
                            first: columns.first, second: columns.second, positive: columns.positive,
                            rows: columns.clusters, columns: resources
                        ).results(
                            exchanges: exchanges, seed: estimation.seed, workers: estimation.workers,
                            names: ("user", "resource"), isCancelled: estimation.isCancelled)
                    } else {
                        try test.results(
                            exchanges: exchanges, seed: estimation.seed, workers: estimation.workers,
                            isCancelled: estimation.isCancelled)
                    }
                exchanged = Tests(
                    area: refused.area ?? .performed(found.rocAUC),
                    precision: refused.precision ?? .performed(found.averagePrecision))
            }
        } catch let error as StatisticsError {
            exchanged = Tests(area: .refused("\(error)"), precision: .refused("\(error)"))
        }
        let positives = columns.positive.count { $0 }, fewer = min(positives, columns.positive.count - positives)
        guard isIndependent, columns.resources == nil, fewer >= Self.fewestCases else { return exchanged }
        do {
            let areas = try areas()
            return Tests(area: .performed(try areas.0.compared(with: areas.1)), precision: exchanged.precision)
        } catch {
            return Tests(area: .refused("\(error)"), precision: exchanged.precision)
        }
    }

    /// Why a test by exchanges is refused; nil where it is not.
    private static func tooFew(_ test: ExchangeTest, fewest: Int, isIndependent: Bool) -> String? {
        let (attacks, others) = (test.positiveClusters, test.negativeClusters)
        guard min(attacks, others) < fewest else { return nil }
        let counts =
            isIndependent
            ? "\(attacks) injected and \(others) benign cases" : "\(attacks) attacks and \(others) benign users"
        return "\(counts) are too few for a test; it takes \(fewest) of each"
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
    ///
    /// Resources are those of each case, each case without one being one of its own; nil where none is known.
    private var aligned: (first: [Double], second: [Double], positive: [Bool], clusters: [Int], resources: [Int]?) {
        var scores = [Double](repeating: 0, count: second.cases.count)
        for (rank, index) in second.cases.order.enumerated() { scores[Int(index)] = second.cases.scores[rank] }
        let members = first.members.map { Int($0) }
        return (
            members.map { first.cases.scores[$0] }, members.map { scores[Int(first.cases.order[$0])] },
            members.map { first.cases.isInjected[$0] },
            members.map { CaseResampling.cluster(ofRank: $0, in: first.cases) },
            members.contains { first.cases.resource[$0] >= 0 }
                ? members.map { rank in
                    let resource = Int(first.cases.resource[rank])
                    return resource >= 0 ? resource : -1 - Int(first.cases.order[rank])
                } : nil
        )
    }
}

/// Two scorers that cannot be compared.
package struct ComparisonError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
